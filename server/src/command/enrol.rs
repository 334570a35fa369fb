//! `ruhu enrol --data DIR --cadre NAME_OR_ID`: a one-time code that makes a phone a cadre's.

use super::address::{FIRST_ADDRESS, address_of};
use super::{CommandError, DataArgs, Outcome, Output, town};
use crate::folder::Folder;
use crate::store::{Access, NewCode, TownshipCadre};
use crate::tls;
use crate::web::session::Secret;
use qrcode::render::{svg, unicode::Dense1x2};
use qrcode::{EcLevel, QrCode};
use ruhu_core::ids::{CadreId, KeyId, RegionCode, Sha256};
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::{Clock, DAY_MS, Moment, SystemClock};
use ruhu_core::wire::{EnrolCode, spoken_code};
use serde::Serialize;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A code is good for seven days.
const CODE_MS: i64 = 7 * DAY_MS;

/// The arguments of `ruhu enrol`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// 帮扶责任人的姓名或编号 / The cadre's name, or id when two have one name
    #[arg(long, value_name = "NAME_OR_ID")]
    pub cadre: String,
    /// 手机用来找到服务器的地址 / The address at which the phone finds the server, when it is not the one last served
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// 把二维码存成 SVG / Write the QR code to this SVG file too
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// 结果用 JSON / Answer as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// A code that was made: what `--json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The cadre's id.
    pub cadre: CadreId,
    /// The cadre's name.
    pub name: String,
    /// The cadre's unit.
    pub unit: String,
    /// The township.
    pub township: RegionCode,
    /// Ten Crockford characters.
    pub code: String,
    /// The address the phone calls.
    pub address: String,
    /// The fingerprint of the server's key.
    pub fingerprint: KeyId,
    /// For a self-made TLS certificate: what the phone knows it by, SHA-256 of its public key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Sha256>,
    /// The fingerprint as six words, to compare by eye.
    pub words: [&'static str; 6],
    /// From this moment on the code is no good.
    pub expires: Moment,
    /// The text of the QR picture.
    pub qr: String,
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    let folder = args.data.open()?;
    let address = address_of(&folder, args.address.as_deref())?;
    let made = make(&folder, &args.cadre, address, SystemClock.now().wall)?;
    let picture = QrCode::with_error_correction_level(&made.qr, EcLevel::M).map_err(|_| {
        CommandError::new(
            "the address is too long for a QR picture",
            "--address",
            "give a shorter address",
        )
    })?;
    if let Some(path) = &args.svg {
        save_svg(path, &picture)?;
    }
    if [FIRST_ADDRESS, "http://localhost", "http://127."]
        .iter()
        .any(|local| made.address.starts_with(local))
    {
        out.say(format_args!(
            "注意：地址 {0} 只有本机能用，发给手机请加 --address / note: {0} works on this machine only; give --address for phones",
            made.address
        ))?;
    }
    match args.json {
        true => out.json(&made)?,
        false => tell(&made, &picture, out)?,
    }
    Ok(Outcome::Fine)
}

/// Makes a code for the one cadre that `who` names.
pub fn make(folder: &Folder, who: &str, address: String, now: Moment) -> Result<Made, CommandError> {
    let TownshipCadre { township, cadre } = town::cadre(folder, "--cadre", who)?;
    let (code, expires) = (Secret::code(), now.plus_ms(CODE_MS));
    folder.store.keep_code(&NewCode {
        hash: code.hash(),
        township: township.clone(),
        cadre: cadre.id,
        issued: now,
        expires,
    })?;
    let fingerprint = folder.signer.public().id();
    let pin = match address.starts_with("https://") {
        true => tls::kept_pin(&folder.path)?,
        false => None,
    };
    let carried = EnrolCode {
        address,
        code: code.reveal().to_owned(),
        server: fingerprint.clone(),
        pin,
    };
    Ok(Made {
        cadre: cadre.id,
        name: cadre.name,
        unit: cadre.unit,
        township,
        qr: carried.to_qr(),
        code: carried.code,
        address: carried.address,
        certificate: pin,
        words: fingerprint_words(&fingerprint),
        fingerprint,
        expires,
    })
}

fn tell(made: &Made, picture: &QrCode, out: &mut Output<'_>) -> Result<(), CommandError> {
    // Light blocks on a dark terminal: the way most terminals are.
    let drawn = picture
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build();
    out.line(format_args!("登记码 / enrolment code: {}", spoken_code(&made.code)))?;
    out.line(format_args!("给 / for: {} ({})", made.name, made.unit))?;
    out.line(format_args!(
        "有效期至 / good until: {} {}",
        made.expires.day(),
        made.expires.clock_text()
    ))?;
    out.line("只能用一次 / works once")?;
    out.line(format_args!("服务器 / server: {}", made.address))?;
    out.line(format_args!("指纹 / fingerprint: {}", made.fingerprint))?;
    if let Some(pin) = &made.certificate {
        out.line(format_args!("证书指纹 / certificate: {pin}"))?;
    }
    out.line(format_args!(
        "核对这六个词 / compare these six words: {}",
        made.words.join(" ")
    ))?;
    out.line(drawn)
}

/// The picture is as good as the code: for the owner's eyes only (0600).
fn save_svg(path: &Path, picture: &QrCode) -> Result<(), CommandError> {
    let text = picture.render::<svg::Color<'_>>().min_dimensions(320, 320).build();
    let saved = std::fs::File::options()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    saved.map_err(|error| CommandError::file(path, &error))
}
