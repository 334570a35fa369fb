//! An APK such as a release build makes, small and without code: a binary manifest, a native library for phones, something
//! to fill it, and an APK signing block. What is wrong with it is up to the test. No Android would run it; what the server
//! and the phone look at is as the format has it.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An APK to be written.
#[derive(Clone, Debug)]
pub struct TestApk {
    pub package: String,
    pub version_name: String,
    pub version_code: u32,
    pub min_sdk: u32,
    /// Attributes of `application` that are set to true.
    pub flags: Vec<Flag>,
    /// The ABIs it has a library for.
    pub abis: Vec<String>,
    /// The certificate in its signing block; none: it is not signed.
    pub certificate: Option<Vec<u8>>,
    /// So many bytes that do not compress.
    pub filler: usize,
    pub strings: Strings,
}

/// What a test build says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Debuggable,
    TestOnly,
}

/// How the manifest's strings are written: `aapt2` writes UTF-16, others UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strings {
    Utf8,
    Utf16,
}

/// The numbers of the platform's attributes, and where they stand among the strings.
const IDS: [u32; 5] = [0x0101_021b, 0x0101_021c, 0x0101_020c, 0x0101_000f, 0x0101_0272];
const NAMES: [&str; 5] = ["versionCode", "versionName", "minSdkVersion", "debuggable", "testOnly"];

impl TestApk {
    /// A good one of this version, for phones and emulators.
    pub fn of(version_name: &str, version_code: u32) -> Self {
        Self {
            package: "org.ruhu.phone".into(),
            version_name: version_name.into(),
            version_code,
            min_sdk: 26,
            flags: Vec::new(),
            abis: vec!["arm64-v8a".into(), "x86_64".into()],
            certificate: Some(b"a certificate".to_vec()),
            filler: 0,
            strings: Strings::Utf16,
        }
    }

    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut entry = |name: String, bytes: &[u8]| {
            zip.start_file(name, stored).expect("a new entry");
            zip.write_all(bytes).expect("a vector takes every byte");
        };
        entry("AndroidManifest.xml".into(), &self.manifest());
        for abi in &self.abis {
            entry(format!("lib/{abi}/libruhu_uniffi.so"), b"no library");
        }
        entry("assets/filler".into(), &noise(self.filler, self.version_code));
        let zip = zip.finish().expect("a whole zip").into_inner();
        match &self.certificate {
            Some(certificate) => signed(zip, certificate),
            None => zip,
        }
    }

    /// The manifest in binary XML.
    pub fn manifest(&self) -> Vec<u8> {
        let texts = [
            "package",
            "manifest",
            "uses-sdk",
            "application",
            &self.package,
            &self.version_name,
        ];
        let strings: Vec<&str> = NAMES.into_iter().chain(texts).collect();
        let at = |text: &str| {
            index(
                strings
                    .iter()
                    .position(|have| *have == text)
                    .expect("a string of the manifest"),
            )
        };
        let (text, number, flag) = (0x03, 0x10, 0x12);
        let flags: Vec<_> = self
            .flags
            .iter()
            .map(|of| match of {
                Flag::Debuggable => (at("debuggable"), flag, u32::MAX),
                Flag::TestOnly => (at("testOnly"), flag, u32::MAX),
            })
            .collect();
        let map: Vec<u8> = IDS.iter().flat_map(|id| id.to_le_bytes()).collect();
        let body = [
            pool(&strings, self.strings),
            chunk(0x0180, 8, &map),
            start(
                at("manifest"),
                &[
                    (at("versionCode"), number, self.version_code),
                    (at("versionName"), text, at(&self.version_name)),
                    (at("package"), text, at(&self.package)),
                ],
            ),
            start(at("uses-sdk"), &[(at("minSdkVersion"), number, self.min_sdk)]),
            end(at("uses-sdk")),
            start(at("application"), &flags),
            end(at("application")),
            end(at("manifest")),
        ];
        chunk(0x0003, 8, &body.concat())
    }
}

/// A chunk: type, header's length, whole length, the rest.
fn chunk(kind: u16, header: u16, rest: &[u8]) -> Vec<u8> {
    let size = index(rest.len() + 8);
    [
        &kind.to_le_bytes()[..],
        &header.to_le_bytes(),
        &size.to_le_bytes(),
        rest,
    ]
    .concat()
}

fn pool(strings: &[&str], form: Strings) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for text in strings {
        offsets.extend(index(data.len()).to_le_bytes());
        match form {
            Strings::Utf16 => {
                let units: Vec<u16> = text.encode_utf16().collect();
                data.extend(u16::try_from(units.len()).expect("short").to_le_bytes());
                data.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
                data.extend([0, 0]);
            }
            Strings::Utf8 => {
                data.push(u8::try_from(text.chars().count()).expect("short"));
                data.push(u8::try_from(text.len()).expect("short"));
                data.extend(text.as_bytes());
                data.push(0);
            }
        }
    }
    data.resize(data.len().next_multiple_of(4), 0);
    let flags: u32 = if form == Strings::Utf8 { 1 << 8 } else { 0 };
    let start = index(28 + offsets.len());
    let head: Vec<u8> = [index(strings.len()), 0, flags, start, 0]
        .iter()
        .flat_map(|n| n.to_le_bytes())
        .collect();
    chunk(0x0001, 28, &[head, offsets, data].concat())
}

/// The beginning of an element with its attributes: name, kind of value, value.
fn start(name: u32, attributes: &[(u32, u8, u32)]) -> Vec<u8> {
    let mut rest = node(name);
    let count = u16::try_from(attributes.len()).expect("a few");
    rest.extend([20, 20, count, 0, 0, 0].iter().flat_map(|n: &u16| n.to_le_bytes()));
    for (name, kind, value) in attributes {
        let raw = if *kind == 0x03 { *value } else { u32::MAX };
        rest.extend([u32::MAX, *name, raw].iter().flat_map(|n| n.to_le_bytes()));
        rest.extend([8, 0, 0, *kind]);
        rest.extend(value.to_le_bytes());
    }
    chunk(0x0102, 16, &rest)
}

fn end(name: u32) -> Vec<u8> {
    chunk(0x0103, 16, &node(name))
}

/// Line, comment, namespace, name.
fn node(name: u32) -> Vec<u8> {
    [1, u32::MAX, u32::MAX, name]
        .iter()
        .flat_map(|n| n.to_le_bytes())
        .collect()
}

/// Puts an APK signing block with this certificate (scheme v2) before the directory of a zip.
fn signed(mut zip: Vec<u8>, certificate: &[u8]) -> Vec<u8> {
    let prefixed = |bytes: &[u8]| [&index(bytes.len()).to_le_bytes()[..], bytes].concat();
    let signed_data = [prefixed(b""), prefixed(&prefixed(certificate)), prefixed(b"")].concat();
    let signer = [prefixed(&signed_data), prefixed(b"no signature"), prefixed(b"no key")].concat();
    let value = [&0x7109_871a_u32.to_le_bytes()[..], &prefixed(&prefixed(&signer))].concat();
    let long = |n: usize| u64::try_from(n).expect("small").to_le_bytes();
    let pair = [&long(value.len())[..], &value].concat();
    let size = long(pair.len() + 24);
    let block = [&size[..], &pair, &size, b"APK Sig Block 42"].concat();

    // The end record has no comment: 22 bytes, the directory's place at 16.
    let place = zip.len() - 22 + 16;
    let read: [u8; 4] = zip[place..place + 4].try_into().expect("four bytes");
    let directory = u32::from_le_bytes(read);
    let moved = directory + index(block.len());
    zip[place..place + 4].copy_from_slice(&moved.to_le_bytes());
    let rest = zip.split_off(usize::try_from(directory).expect("small"));
    [zip, block, rest].concat()
}

/// Bytes that do not compress, the same each time.
fn noise(bytes: usize, seed: u32) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..bytes).map(|_| next()).collect()
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a small APK")
}
