//! Whose signature an APK bears: the APK signing block before the zip's directory, and in it the first certificate of
//! scheme v2, which every Android from 7.0 on verifies. The server reads whose it is; whether it is good, each phone's
//! system decides before it installs (and `apksigner verify` before anybody hands it out).

use super::axml::u32_at;
use ruhu_core::ids::Sha256;
use std::io::{Read, Result, Seek, SeekFrom};

/// The end of the block.
const MAGIC: &[u8; 16] = b"APK Sig Block 42";
/// Its size and the magic.
const FOOTER: u64 = 24;
/// The largest block that is read: certificates and digests are some kilobytes, padding included.
const MOST_BYTES: u64 = 4 << 20;
/// The number of scheme v2 in the block.
const V2: u32 = 0x7109_871a;

/// The SHA-256 of the certificate that signed by scheme v2, as `apksigner verify --print-certs` prints it. `None` when there
/// is no such signature. `directory` is where the zip's central directory begins.
pub fn certificate(file: &mut (impl Read + Seek), directory: u64) -> Result<Option<Sha256>> {
    let Some(block) = block(file, directory)? else {
        return Ok(None);
    };
    Ok(v2(&block).and_then(first_certificate).map(Sha256::of))
}

/// The pairs of the block, without its two sizes and its magic.
fn block(file: &mut (impl Read + Seek), directory: u64) -> Result<Option<Vec<u8>>> {
    let Some(footer_at) = directory.checked_sub(FOOTER) else {
        return Ok(None);
    };
    let mut footer = [0; 24];
    file.seek(SeekFrom::Start(footer_at))?;
    file.read_exact(&mut footer)?;
    let size = u64_at(&footer, 0).unwrap_or(0);
    // The size counts everything after its first writing: the pairs and the footer.
    let (pairs, begin) = (
        size.checked_sub(FOOTER),
        footer_at.checked_sub(size.saturating_sub(FOOTER)),
    );
    let (Some(pairs), Some(begin), true) = (pairs, begin, &footer[8..] == MAGIC && size <= MOST_BYTES) else {
        return Ok(None);
    };
    let Some(first_at) = begin.checked_sub(8) else {
        return Ok(None);
    };
    let mut bytes = vec![0; usize::try_from(pairs + 8).unwrap_or(usize::MAX)];
    file.seek(SeekFrom::Start(first_at))?;
    file.read_exact(&mut bytes)?;
    Ok((u64_at(&bytes, 0) == Some(size)).then(|| bytes.split_off(8)))
}

/// The value of scheme v2 among the pairs: a length of eight bytes, a number of four, the value.
fn v2(mut pairs: &[u8]) -> Option<&[u8]> {
    loop {
        let length = usize::try_from(u64_at(pairs, 0)?).ok()?;
        let pair = pairs.get(8..8usize.checked_add(length)?)?;
        if u32_at(pair, 0)? == V2 {
            return pair.get(4..);
        }
        pairs = &pairs[8 + length..];
    }
}

/// Signers, the first of them, its signed data: after the digests come the certificates.
fn first_certificate(value: &[u8]) -> Option<&[u8]> {
    let (signers, _) = prefixed(value)?;
    let (signer, _) = prefixed(signers)?;
    let (signed, _) = prefixed(signer)?;
    let (_digests, after) = prefixed(signed)?;
    let (certificates, _) = prefixed(after)?;
    let (certificate, _) = prefixed(certificates)?;
    (!certificate.is_empty()).then_some(certificate)
}

/// What a length of four bytes stands before, and what comes after.
fn prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::try_from(u32_at(bytes, 0)?).ok()?;
    bytes.get(4..)?.split_at_checked(length)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(8)?)?;
    bytes.try_into().ok().map(u64::from_le_bytes)
}
