//! A bad road: a proxy between phone and server that cuts, repeats and reorders, by a seed. It stands between the real
//! client and the real server, so that what is tested is what will run.

mod http;
mod proxy;

pub use http::{Request, with_json};
pub use proxy::{AnswerGateway, BadRoad, Gateway, Mishap, Weather};
