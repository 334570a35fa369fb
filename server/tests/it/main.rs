//! All integration tests of the server in one binary, so that its dependencies are linked once.

mod account_commands;
mod accounts;
mod app;
mod desk;
mod enrol;
mod import;
mod keeping;
mod killed;
mod large;
mod limits;
mod log;
mod offsets;
mod openapi;
mod pages;
mod pages_of_a_day;
mod phones;
mod photo;
mod quotas;
mod rejudging;
mod serve;
mod spellings;
mod stranger;
mod tus;
mod world;
mod writers;
