//! A bad road: a proxy between phone and server that cuts, repeats and reorders, by a seed. It stands between the real
//! client and the real server, so that what is tested is what will run. And other people's boxes, which change or refuse what
//! passes, and a network's proxy.

mod forward;
mod http;
mod middlebox;
mod proxy;

pub use forward::{ForwardProxy, Manner, NamedProxy};
pub use http::{Request, with_json};
pub use middlebox::{Habit, Middlebox};
pub use proxy::{AnswerGateway, BadRoad, Gateway, Mishap, Weather};
