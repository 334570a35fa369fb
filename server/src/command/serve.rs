//! `ruhu serve --data DIR`: the township's server, until SIGTERM or Ctrl-C.

use super::{CommandError, DataArgs, Outcome, Output, key_file};
use crate::tls::{Tls, TlsTrust, Validity, validity};
use crate::web::serve::{Bounds, Front, Options, Proxies, Quotas, Running, start_with, web_address};
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::{Clock, Moment, SystemClock};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// What is written to the log when `RUHU_LOG` does not say otherwise.
const LOG: &str = "ruhu_server=info,warn";

/// The arguments of `ruhu serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where the township's data is; made on the first start.
    #[command(flatten)]
    pub data: DataArgs,
    /// 监听地址；端口 0 由系统选 / The address to listen on; port 0 lets the system choose
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8460")]
    pub listen: SocketAddr,
    /// 手机和浏览器使用的网址，如 https://ruhu.example / The address phones and browsers use, when it is another one
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// TLS 证书（PEM，可带证书链）/ The TLS certificate, PEM, its chain after it: the server speaks https itself
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// 证书的私钥（PEM）/ The certificate's key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// 手机凭什么认这台服务器 / What phones know this server by
    #[arg(long, value_enum, default_value_t, requires = "tls_cert")]
    pub tls_trust: TlsTrust,
    /// 可信反向代理的地址或网段，可给多次；只信它说的来访地址 / A proxy (address or CIDR) believed when it says whom a request comes from; repeatable
    #[arg(long, value_name = "CIDR")]
    pub trusted_proxy: Vec<String>,
    /// 运行指标的监听地址；不给则只有本机能读 / Where /metrics is read from elsewhere; without it, on this machine only
    #[arg(long, value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
    /// 磁盘至少留这么多，不够时照片先留在手机上，如 2G；默认 5%，2 到 4 GiB / Kept free on the disk: below that photos wait on the phones
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub keep_free: Option<u64>,
    /// 一部手机的照片最多占多少，默认 64G / The most that one phone's photos may take
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub phone_quota: Option<u64>,
    /// 一个乡镇的照片最多占多少，默认不限 / The most that one township's photos may take; no bound by default
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub township_quota: Option<u64>,
    /// 一部手机没传完的最多占多少，默认 2G / Of a phone's: the most that may be under way
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub phone_unfinished: Option<u64>,
    /// 一个乡镇没传完的最多占多少，默认 32G / Of a township's: the most that may be under way
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub township_unfinished: Option<u64>,
    /// 日志格式 / How the log is written, to standard error
    #[arg(long, value_enum, default_value_t)]
    pub log: LogForm,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogForm {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Begins the log. Whoever hosts this command may have one already: theirs stays.
fn begin_log(form: LogForm) {
    let filter = EnvFilter::try_from_env("RUHU_LOG").unwrap_or_else(|_| EnvFilter::new(LOG));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let _ = match form {
        LogForm::Text => log.try_init(),
        LogForm::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
    };
}

/// Runs it.
pub fn run(args: &Args, out: &mut Output<'_>) -> Result<Outcome, CommandError> {
    begin_log(args.log);
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(cert), Some(key)) => Some(Tls::load(cert, key, args.tls_trust)?),
        // clap wants both or neither.
        _ => None,
    };
    let ends = tls.as_ref().map(|tls| tls.ends);
    let front = Front {
        tls,
        proxies: Proxies::read(&args.trusted_proxy)?,
        metrics: args.metrics_listen,
        bounds: Bounds::default(),
        quotas: quotas(args),
    };
    // Before anything is made: a call that is refused leaves nothing behind.
    if let Some(address) = &args.address {
        web_address(address)?;
    }
    let key = match &args.data.key {
        Some(path) => Some(key_file::read_or_make(path, &args.data.data)?),
        None => None,
    };
    let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Listened for before anything is said: whoever reads the first line may stop us at once.
    let ended = {
        let _inside = waiting.enter();
        let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
    };
    let options = Options {
        data: args.data.data.clone(),
        key,
        listen: args.listen,
        address: args.address.clone(),
        clock: Arc::new(SystemClock),
        simulated: false,
    };
    let running = start_with(options, front)?;
    greet(&running, ends, out)?;
    waiting.block_on(ended);
    match args.log {
        LogForm::Text => out.say("正在停止，等待进行中的请求完成 / stopping; requests in flight finish first")?,
        // Standard error is then a log that programs read.
        LogForm::Json => tracing::info!("stopping; requests in flight finish first"),
    }
    running.shutdown();
    Ok(Outcome::Fine)
}

fn quotas(args: &Args) -> Quotas {
    let usual = Quotas::default();
    Quotas {
        keep_free: args.keep_free,
        phone: args.phone_quota.unwrap_or(usual.phone),
        phone_unfinished: args.phone_unfinished.unwrap_or(usual.phone_unfinished),
        township: args.township_quota,
        township_unfinished: args.township_unfinished.unwrap_or(usual.township_unfinished),
    }
}

/// A number of bytes: digits, and perhaps K, M, G or T (1,024 each).
fn size(text: &str) -> Result<u64, String> {
    let wrong = || "write a size as 500M, 2G, 1T, or a number of bytes".to_owned();
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        "T" | "TB" | "TIB" => 40,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.trim().parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).ok_or_else(wrong)
}

/// The first lines: one fact a line, `name: value`, for people and programs.
fn greet(running: &Running, ends: Option<Moment>, out: &mut Output<'_>) -> Result<(), CommandError> {
    let fingerprint = running.app().signer.public().id();
    let link = running.sign_in_link()?;
    out.line("入户服务器已启动 / Ruhu is serving")?;
    out.line(format_args!(
        "listening: {}://{}",
        running.scheme(),
        running.listening()
    ))?;
    out.line(format_args!("address: {}", running.address()))?;
    out.line(format_args!("fingerprint: {fingerprint}"))?;
    out.line(format_args!(
        "fingerprint in words: {}",
        fingerprint_words(&fingerprint).join(" ")
    ))?;
    if let Some(pin) = running.pin() {
        // Phones learn it with their enrolment code; here it is for whoever compares.
        out.line(format_args!("certificate: {pin}"))?;
    }
    if let Some(ends) = ends {
        out.line(format_args!("certificate ends: {ends}"))?;
        match validity(ends, SystemClock.now().wall) {
            Validity::Good => {}
            // The log's form is the operator's choice; a second stream beside it would spoil it for programs.
            Validity::EndsSoon => tracing::warn!(
                %ends,
                "证书不到 30 天就要过期，请换一张并重新启动 / the certificate ends within 30 days: renew it, and start anew"
            ),
            Validity::Expired => tracing::warn!(
                %ends,
                "证书已经过期，请换一张并重新启动 / the certificate has expired: browsers, and phones that go by public roots, refuse it; \
                 renew it, and start anew"
            ),
        }
    }
    out.line("一次性登录链接，15 分钟内有效，请勿转发 / one-time sign-in link, good for 15 minutes, for you alone:")?;
    out.line(format_args!("sign-in: {}", link.url))?;
    out.stdout.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_digits_and_a_letter() {
        for (text, bytes) in [
            ("0", 0),
            ("512", 512),
            ("3k", 3 << 10),
            ("500M", 500 << 20),
            ("2GiB", 2 << 30),
            ("1 T", 1 << 40),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for bad in ["", "G", "-1", "1.5G", "5 %", "99999999999T", "1X"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
