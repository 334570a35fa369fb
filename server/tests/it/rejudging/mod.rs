//! A policy put in force on many visits, by the real program: killed in its middle, and while phones and pages go on.

mod county;
mod killed;
mod waits;
