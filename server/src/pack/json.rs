//! A JSON object written as it grows: one field a line, long lists one item a line, nothing gathered.

use super::sink::FileOut;
use crate::Result;
use serde::Serialize;

/// An object being written.
pub(super) struct ObjectOut<'a, 'b> {
    out: &'a mut FileOut<'b>,
    begun: bool,
}

impl<'a, 'b> ObjectOut<'a, 'b> {
    /// Begins an object.
    pub fn new(out: &'a mut FileOut<'b>) -> Result<Self> {
        out.put(b"{")?;
        Ok(Self { out, begun: false })
    }
    /// One field.
    pub fn field(&mut self, name: &str, value: &impl Serialize) -> Result<()> {
        self.name(name)?;
        self.out.json(value)
    }
    /// A list, filled item by item.
    pub fn list(&mut self, name: &str, fill: impl FnOnce(&mut ListOut<'_, 'b>) -> Result<()>) -> Result<()> {
        self.name(name)?;
        self.out.put(b"[")?;
        let mut list = ListOut {
            out: self.out,
            begun: false,
        };
        fill(&mut list)?;
        self.out.put(b"\n]")
    }
    /// Ends the object.
    pub fn end(self) -> Result<()> {
        self.out.put(b"\n}\n")
    }
    fn name(&mut self, name: &str) -> Result<()> {
        self.out.put(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        self.out.json(&name)?;
        self.out.put(b": ")
    }
}

/// A list being written.
pub(super) struct ListOut<'a, 'b> {
    out: &'a mut FileOut<'b>,
    begun: bool,
}

impl ListOut<'_, '_> {
    /// One more item.
    pub fn item(&mut self, value: &impl Serialize) -> Result<()> {
        self.out.put(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        self.out.json(value)
    }
}
