//! `ruhu serve --data DIR`: the township's server, until SIGTERM or Ctrl-C.

use super::{CommandError, DataArgs, Outcome, Output, key_file};
use crate::serve::{Bounds, Front, Options, Running, start_with};
use crate::tls::{Tls, TlsTrust};
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::SystemClock;
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
    /// 运行指标的监听地址；不给则只有本机能读 / Where /metrics is read from elsewhere; without it, on this machine only
    #[arg(long, value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
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
    let front = Front {
        tls,
        metrics: args.metrics_listen,
        bounds: Bounds::default(),
    };
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
    greet(&running, out)?;
    waiting.block_on(ended);
    match args.log {
        LogForm::Text => out.say("正在停止，等待进行中的请求完成 / stopping; requests in flight finish first")?,
        // Standard error is then a log that programs read.
        LogForm::Json => tracing::info!("stopping; requests in flight finish first"),
    }
    running.shutdown();
    Ok(Outcome::Fine)
}

/// The first lines: one fact a line, `name: value`, for people and programs.
fn greet(running: &Running, out: &mut Output<'_>) -> Result<(), CommandError> {
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
    out.line("一次性登录链接，15 分钟内有效，请勿转发 / one-time sign-in link, good for 15 minutes, for you alone:")?;
    out.line(format_args!("sign-in: {}", link.url))?;
    out.stdout.flush()?;
    Ok(())
}
