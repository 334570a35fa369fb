//! `GET /metrics`, in the text format of Prometheus: counts and times, never a person, a household, a phone or a path
//! with ids. Read on the machine itself, or where `--metrics-listen` says.

use super::App;
use crate::web::answer::ApiError;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::prometheus_text::{CONTENT_TYPE, encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use ruhu_core::sqlite::statements;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The upper bounds of the times that are told apart, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 150.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: String,
}
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: String,
}
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct What {
    what: &'static str,
}
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Township {
    township: String,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    received: Family<Route, Counter>,
    refused: Family<Code, Counter>,
    receipts: Family<What, Counter>,
    photos: Counter,
    records: Family<Township, Gauge>,
    database: Gauge,
    statements: Gauge,
    uploads: Gauge,
    under_way: Gauge,
    room: Gauge,
}

/// What a receipt was given for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Receipted {
    Record,
    Photo,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut all = Self {
            registry: Registry::with_prefix("ruhu"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            received: Family::default(),
            refused: Family::default(),
            receipts: Family::default(),
            photos: Counter::default(),
            records: Family::default(),
            database: Gauge::default(),
            statements: Gauge::default(),
            uploads: Gauge::default(),
            under_way: Gauge::default(),
            room: Gauge::default(),
        };
        // They are there from the first reading on, at nought.
        for what in ["record", "photo"] {
            drop(all.receipts.get_or_create(&What { what }));
        }
        let r = &mut all.registry;
        r.register(
            "requests",
            "Requests answered, by route and status",
            all.requests.clone(),
        );
        r.register("request_seconds", "How long a request took", all.seconds.clone());
        r.register("received_bytes", "Bytes of bodies that came", all.received.clone());
        r.register("refused", "Requests and records refused, by code", all.refused.clone());
        r.register("receipts", "Receipts given, a second time too", all.receipts.clone());
        r.register("photos_taken", "Photos taken in since the start", all.photos.clone());
        r.register("log_records", "Records in a township's log", all.records.clone());
        r.register(
            "database_bytes",
            "The database and its log on disk",
            all.database.clone(),
        );
        r.register(
            "sql_statements",
            "SQL statements begun since the start",
            all.statements.clone(),
        );
        r.register("uploads_open", "Uploads begun and not finished", all.uploads.clone());
        r.register("requests_under_way", "Requests under way", all.under_way.clone());
        r.register("room_taken_bytes", "What requests under way may need", all.room.clone());
        all
    }
}

impl Metrics {
    /// A request was answered.
    pub(super) fn answered(&self, method: &str, route: &str, status: u16, took: Duration, received: u64) {
        let route = Route {
            route: route.to_owned(),
        };
        self.seconds.get_or_create(&route).observe(took.as_secs_f64());
        self.received.get_or_create(&route).inc_by(received);
        let answered = Answered {
            method: method.to_owned(),
            route: route.route,
            status: status.to_string(),
        };
        self.requests.get_or_create(&answered).inc();
    }
    /// Something was refused.
    pub(crate) fn refused(&self, code: &str) {
        let code = Code { code: code.to_owned() };
        self.refused.get_or_create(&code).inc();
    }
    /// A receipt was given.
    pub(crate) fn receipt(&self, of: Receipted) {
        let what = match of {
            Receipted::Record => "record",
            Receipted::Photo => "photo",
        };
        self.receipts.get_or_create(&What { what }).inc();
    }
    /// A photo was taken in.
    pub(crate) fn photo_taken(&self) {
        self.photos.inc();
    }
}

/// On the server's own port: to the machine itself, and to nobody who comes through a proxy.
pub(super) async fn own_port(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    match may_read(from, &headers) {
        true => show(State(app)).await,
        false => Err(ApiError::new(
            StatusCode::NOT_FOUND,
            "no_such_path",
            "metrics are read on the server's own machine, or where --metrics-listen says",
        )),
    }
}

fn may_read(from: SocketAddr, headers: &HeaderMap) -> bool {
    let through = [
        header::FORWARDED.as_str(),
        header::VIA.as_str(),
        "x-forwarded-for",
        "x-real-ip",
    ];
    from.ip().to_canonical().is_loopback() && !through.iter().any(|name| headers.contains_key(*name))
}

/// All of it.
pub(super) async fn show(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    let open = app.partials.list().await?.len();
    let text = app
        .blocking(move |app| {
            let metrics = &app.metrics;
            // Counts over all townships, for the machine's owner: no row of anybody's.
            for township in app.rows.townships()? {
                let size = app.rows.log(&township.code, None)?.size;
                let township = Township {
                    township: township.code.to_string(),
                };
                metrics.records.get_or_create(&township).set(whole(size));
            }
            metrics.database.set(whole(app.database_bytes()));
            metrics.statements.set(whole(statements()));
            metrics.uploads.set(i64::try_from(open).unwrap_or(i64::MAX));
            let (requests, kib) = app.load.under_way();
            metrics.under_way.set(i64::try_from(requests).unwrap_or(i64::MAX));
            metrics.room.set(i64::try_from(kib * 1024).unwrap_or(i64::MAX));
            let mut text = String::new();
            encode(&mut text, &metrics.registry).expect("a string takes any text");
            Ok(text)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response())
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_machine_itself_reads_and_nobody_through_a_proxy_on_it() {
        let mut headers = HeaderMap::new();
        for (from, may) in [
            ("127.0.0.1:1", true),
            ("[::1]:1", true),
            ("[::ffff:127.0.0.1]:1", true),
            ("192.168.1.5:1", false),
            ("[2001:db8::1]:1", false),
        ] {
            assert_eq!(may_read(from.parse().expect("an address"), &headers), may, "{from}");
        }
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.7"));
        assert!(!may_read("127.0.0.1:1".parse().expect("an address"), &headers));
    }
}
