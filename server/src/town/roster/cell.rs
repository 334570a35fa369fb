//! A sheet as cells, whatever file it came from: only what a roster can hold.

use ruhu_core::time::Day;
use std::collections::BTreeSet;

/// One cell's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or a formula's error such as `#N/A`.
    Empty,
    /// Text as it stands in the file, unmended.
    Text(String),
    /// A number.
    Number(f64),
    /// A cell formatted as a date.
    Date(Day),
}

impl Cell {
    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(crate::characters::is_space),
            Cell::Number(_) | Cell::Date(_) => false,
        }
    }
}

/// One row that has at least one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// The sheet's own row number, from 1 (a CSV's line, where the record starts).
    pub number: u32,
    /// Cells from column 0; a short row just ends.
    pub cells: Vec<Cell>,
    /// Columns whose value comes from a cell of an earlier row that is merged over this one.
    pub merged: BTreeSet<usize>,
}

impl SheetRow {
    /// The cell of a column; past the row's end it is empty.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// One sheet of a workbook, or a whole CSV.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows that are not blank, in order.
    pub rows: Vec<SheetRow>,
    /// Whether whoever opens the file sees it: neither hidden nor "very hidden".
    pub visible: bool,
    /// What is hidden in it.
    pub hidden: Hidden,
}

/// Rows and columns of a sheet that are hidden, by a filter or by hand. They are read like any other, and told of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The sheet's own row numbers, from 1.
    pub rows: BTreeSet<u32>,
    /// Columns, from 0.
    pub columns: BTreeSet<usize>,
}
