//! The two kinds of machine that the app is built for.

/// The API level of Android 8.0: the oldest that the app runs on.
pub const API: u32 = 26;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abi {
    /// Nearly every phone.
    Arm64,
    /// Emulators, and the machine that tests run on.
    X86,
}

impl Abi {
    pub const ALL: [Self; 2] = [Self::Arm64, Self::X86];

    /// Android's own name, and the folder in an APK.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64-v8a",
            Self::X86 => "x86_64",
        }
    }

    /// Rust's and clang's name.
    pub fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-linux-android",
            Self::X86 => "x86_64-linux-android",
        }
    }

    /// The target as part of a variable's name: `cc` and cargo look for settings under it.
    pub fn variable(self) -> String {
        self.target().replace('-', "_")
    }

    /// As `readelf` says it.
    pub fn machine(self) -> &'static str {
        match self {
            Self::Arm64 => "AArch64",
            Self::X86 => "Advanced Micro Devices X86-64",
        }
    }

    /// `arm64-v8a`, `x86_64` or `all`.
    pub fn parse(word: &str) -> Result<Vec<Self>, String> {
        match word {
            "all" => Ok(Self::ALL.to_vec()),
            _ => match Self::ALL.into_iter().find(|abi| abi.name() == word) {
                Some(abi) => Ok(vec![abi]),
                None => Err(format!("there is no ABI `{word}` here: take arm64-v8a, x86_64 or all")),
            },
        }
    }
}
