//! What is spoken over HTTP: [`serve`] listens and routes, [`session`] knows who calls, [`answer`] is how a call is
//! answered, [`phone`] is what phones call, [`desk`] are the pages.

pub mod answer;
pub mod desk;
pub mod phone;
pub mod serve;
pub mod session;
