//! Android's binary XML, as `aapt2` writes a manifest: chunks of a string pool, a map from attribute names to the platform's
//! resource ids, and elements. Only what a manifest's facts need is read; every offset is checked, whatever the file says.
//! The format is `ResourceTypes.h` of the Android platform. Of the crates that read it, the small one (axmldecoder 0.5)
//! panics on a file that lies about its offsets, and the others bring an analysis of whole apps.

/// An element with its attributes, in the order of the file.
#[derive(Debug)]
pub struct Element<'a> {
    /// Its name.
    pub name: String,
    /// How many elements it stands in.
    pub depth: usize,
    attributes: Vec<Attribute<'a>>,
}

/// An attribute.
#[derive(Debug)]
struct Attribute<'a> {
    /// The platform's number for its name; names may be left out of a manifest, numbers may not.
    id: Option<u32>,
    name: u32,
    raw: u32,
    kind: u8,
    data: u32,
    pool: &'a Pool<'a>,
}

/// What an attribute says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u32),
    /// Yes or no.
    Flag(bool),
    /// A reference to a resource, or something else that is not read here.
    Elsewhere,
}

/// Why the bytes are no binary XML: what was read where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What was being read.
    pub what: &'static str,
    /// Its offset.
    pub at: usize,
}

const XML: u16 = 0x0003;
const STRING_POOL: u16 = 0x0001;
const RESOURCE_MAP: u16 = 0x0180;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
/// No string.
const NONE: u32 = u32::MAX;
/// A manifest has some hundred elements; each has some ten attributes.
const MOST_ELEMENTS: usize = 10_000;

/// The document, its strings apart.
pub struct Document<'a> {
    bytes: &'a [u8],
    pool: Pool<'a>,
    /// Where the chunks after the strings begin.
    rest: usize,
}

/// The file's strings.
#[derive(Debug)]
pub struct Pool<'a> {
    chunk: &'a [u8],
    count: u32,
    utf8: bool,
    start: usize,
}

/// One chunk: its type, its header's length, all of it.
struct Chunk<'a> {
    kind: u16,
    header: usize,
    bytes: &'a [u8],
}

impl<'a> Document<'a> {
    /// Reads head and strings.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let whole = chunk(bytes, 0)?;
        if whole.kind != XML {
            return Err(Unreadable {
                what: "binary XML",
                at: 0,
            });
        }
        let first = chunk(whole.bytes, whole.header)?;
        if first.kind != STRING_POOL {
            let (what, at) = ("string pool", whole.header);
            return Err(Unreadable { what, at });
        }
        Ok(Self {
            rest: whole.header + first.bytes.len(),
            pool: Pool::open(first.bytes).ok_or(Unreadable {
                what: "string pool",
                at: whole.header,
            })?,
            bytes: whole.bytes,
        })
    }

    /// Every element, in the order of the file.
    pub fn elements(&'a self) -> Result<Vec<Element<'a>>, Unreadable> {
        let (mut found, mut ids, mut depth, mut at) = (Vec::new(), &[][..], 0usize, self.rest);
        while at < self.bytes.len() {
            let next = chunk(self.bytes, at)?;
            let broken = |what| Unreadable { what, at };
            match next.kind {
                RESOURCE_MAP => ids = next.bytes.get(next.header..).ok_or(broken("resource map"))?,
                START_ELEMENT => {
                    if found.len() == MOST_ELEMENTS {
                        return Err(broken("element beyond the ten thousandth"));
                    }
                    found.push(self.element(&next, ids, depth).ok_or(broken("element"))?);
                    depth += 1;
                }
                END_ELEMENT => depth = depth.checked_sub(1).ok_or(broken("element's end"))?,
                _ => {}
            }
            at += next.bytes.len();
        }
        Ok(found)
    }

    fn element(&'a self, chunk: &Chunk<'a>, ids: &[u8], depth: usize) -> Option<Element<'a>> {
        let body = chunk.bytes.get(chunk.header..)?;
        let (start, size, count) = (u16_at(body, 8)?, u16_at(body, 10)?, u16_at(body, 12)?);
        if size < 20 {
            return None;
        }
        let mut attributes = Vec::new();
        for n in 0..usize::from(count) {
            let from = usize::from(start) + n * usize::from(size);
            let bytes = body.get(from..from + 20)?;
            let name = u32_at(bytes, 4)?;
            attributes.push(Attribute {
                id: usize::try_from(name).ok().and_then(|n| u32_at(ids, n.checked_mul(4)?)),
                name,
                raw: u32_at(bytes, 8)?,
                kind: *bytes.get(15)?,
                data: u32_at(bytes, 16)?,
                pool: &self.pool,
            });
        }
        Some(Element {
            name: self.pool.text(u32_at(body, 4)?)?,
            depth,
            attributes,
        })
    }
}

impl Element<'_> {
    /// The value of one of the platform's own attributes, by its number.
    pub fn of_platform(&self, id: u32) -> Option<Value> {
        self.attributes
            .iter()
            .find(|one| one.id == Some(id))
            .map(Attribute::value)
    }
    /// The value of an attribute that has no number: `package`.
    pub fn plain(&self, name: &str) -> Option<Value> {
        let mut plain = self.attributes.iter().filter(|one| one.id.is_none_or(|id| id == 0));
        plain
            .find(|one| one.pool.text(one.name).as_deref() == Some(name))
            .map(Attribute::value)
    }
}

impl Attribute<'_> {
    fn value(&self) -> Value {
        const STRING: u8 = 0x03;
        const DECIMAL: u8 = 0x10;
        const HEXADECIMAL: u8 = 0x11;
        const BOOLEAN: u8 = 0x12;
        let text = |index| self.pool.text(index).map_or(Value::Elsewhere, Value::Text);
        match self.kind {
            STRING => text(self.data),
            DECIMAL | HEXADECIMAL => Value::Number(self.data),
            BOOLEAN => Value::Flag(self.data != 0),
            // Some writers give the text alone.
            _ if self.raw != NONE => text(self.raw),
            _ => Value::Elsewhere,
        }
    }
}

impl<'a> Pool<'a> {
    fn open(chunk: &'a [u8]) -> Option<Self> {
        const UTF8: u32 = 1 << 8;
        Some(Self {
            chunk,
            count: u32_at(chunk, 8)?,
            utf8: u32_at(chunk, 16)? & UTF8 != 0,
            start: usize::try_from(u32_at(chunk, 20)?).ok()?,
        })
    }

    /// The string of this number.
    fn text(&self, index: u32) -> Option<String> {
        if index >= self.count {
            return None;
        }
        let header = usize::from(u16_at(self.chunk, 2)?);
        let place = header.checked_add(usize::try_from(index).ok()?.checked_mul(4)?)?;
        let offset = usize::try_from(u32_at(self.chunk, place)?).ok()?;
        let bytes = self.chunk.get(self.start.checked_add(offset)?..)?;
        match self.utf8 {
            true => utf8(bytes),
            false => utf16(bytes),
        }
    }
}

/// A length in characters, a length in bytes (each one byte or two), the bytes.
fn utf8(bytes: &[u8]) -> Option<String> {
    let length = |at: usize| -> Option<(usize, usize)> {
        let first = usize::from(*bytes.get(at)?);
        match first & 0x80 {
            0 => Some((first, at + 1)),
            _ => Some(((first & 0x7f) << 8 | usize::from(*bytes.get(at + 1)?), at + 2)),
        }
    };
    let (_, at) = length(0)?;
    let (length, at) = length(at)?;
    let text = std::str::from_utf8(bytes.get(at..at.checked_add(length)?)?);
    text.ok().map(str::to_owned)
}

/// A length in units (one unit or two), the units.
fn utf16(bytes: &[u8]) -> Option<String> {
    let first = usize::from(u16_at(bytes, 0)?);
    let (length, at): (usize, usize) = match first & 0x8000 {
        0 => (first, 2),
        _ => ((first & 0x7fff) << 16 | usize::from(u16_at(bytes, 2)?), 4),
    };
    let bytes = bytes.get(at..length.checked_mul(2)?.checked_add(at)?)?;
    let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().ok()
}

fn chunk(bytes: &[u8], at: usize) -> Result<Chunk<'_>, Unreadable> {
    let read = || {
        let (kind, header) = (u16_at(bytes, at)?, usize::from(u16_at(bytes, at.checked_add(2)?)?));
        let size = usize::try_from(u32_at(bytes, at.checked_add(4)?)?).ok()?;
        let whole = bytes.get(at..at.checked_add(size)?)?;
        (header >= 8 && header <= size).then_some(Chunk {
            kind,
            header,
            bytes: whole,
        })
    };
    read().ok_or(Unreadable { what: "chunk", at })
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    bytes.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    bytes.try_into().ok().map(u32::from_le_bytes)
}
