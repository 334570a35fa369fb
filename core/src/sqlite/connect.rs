//! One connection: key, pragmas.
