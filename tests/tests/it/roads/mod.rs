//! Roads that are not ours: firewalls, proxies, sign-in pages and certificates between a real phone and a real server.
//! On each the phone loses nothing, stays enrolled, goes on where it can, and names the cause where it cannot.

mod boxes;
mod certificates;
mod headers;
mod proxies;
mod tools;
