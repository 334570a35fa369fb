//! Debian's Chromium, driven by its own driver over the W3C WebDriver protocol: JSON over HTTP, so no crate is needed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// How WebDriver names an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Where pictures are left.
pub fn shots() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    );
    let folder = target.join("shots/desk");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

/// Whether this machine has the browser; `cargo xtask test` and `check` install it.
pub fn is_here() -> bool {
    let there = |program| {
        let mut asked = Command::new(program);
        let asked = asked
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        asked.is_ok_and(|status| status.success())
    };
    there("chromedriver") && there("chromium")
}

/// A caller of HTTP that follows no redirect. Every address here is this machine's own; the library still wants to know
/// whose ciphers it would use.
pub fn caller() -> Client {
    // Another test of this process may have said so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(None);
    client.build().expect("a client")
}

/// A browser window.
pub struct Browser {
    driver: Child,
    session: String,
    http: Client,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens one, nobody signed in.
    pub fn open() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let port = port_of(&mut driver);
        let profile = tempfile::tempdir().expect("a temporary folder");
        let options = json!({
            "binary": "/usr/bin/chromium",
            // The tests may run as root in a container, which Chromium's sandbox does not.
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--force-color-profile=srgb", "--lang=zh-CN", format!("--user-data-dir={}", profile.path().display())],
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            // What is looked for may be on the page that a click is still on its way to.
            "timeouts": {"implicit": 30_000},
        }}});
        let http = caller();
        let driver_address = format!("http://127.0.0.1:{port}/session");
        let made = answer(http.post(&driver_address).json(&wanted).send());
        let id = made["sessionId"].as_str().expect("a session");
        Self {
            session: format!("{driver_address}/{id}"),
            driver,
            http,
            _profile: profile,
        }
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        answer(self.http.post(format!("{}/{path}", self.session)).json(body).send())
    }
    fn get(&self, path: &str) -> Value {
        answer(self.http.get(format!("{}/{path}", self.session)).send())
    }
    /// A command of Chromium's own protocol.
    pub fn chromium(&self, command: &str, params: Value) -> Value {
        self.post("goog/cdp/execute", &json!({"cmd": command, "params": params}))
    }

    /// A window of this size.
    pub fn size(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.chromium("Emulation.setDeviceMetricsOverride", metrics);
    }
    /// Opens an address.
    pub fn go(&self, address: &str) {
        self.post("url", &json!({"url": address}));
    }
    /// The address that is open.
    pub fn address(&self) -> String {
        self.get("url").as_str().expect("an address").to_owned()
    }
    /// The first element of this CSS selector; there must be one.
    pub fn find(&self, css: &str) -> Element<'_> {
        let found = self.post("element", &json!({"using": "css selector", "value": css}));
        Element {
            browser: self,
            id: found[ELEMENT].as_str().expect("an element").to_owned(),
        }
    }
    /// The link with these words.
    pub fn link(&self, words: &str) -> Element<'_> {
        let found = self.post("element", &json!({"using": "partial link text", "value": words}));
        Element {
            browser: self,
            id: found[ELEMENT].as_str().expect("a link").to_owned(),
        }
    }
    /// How many elements a selector has, now.
    pub fn count(&self, css: &str) -> usize {
        let script = format!("return document.querySelectorAll('{css}').length;");
        let found = self.run(&script).as_u64().expect("a number");
        usize::try_from(found).expect("small")
    }
    /// What a reader sees of the page.
    pub fn text(&self) -> String {
        self.find("body").text()
    }
    /// Runs a script and answers what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": []}))
    }
    /// Runs a script that answers later, by calling its last argument.
    pub fn run_until_done(&self, script: &str) -> Value {
        self.post("execute/async", &json!({"script": script, "args": []}))
    }

    /// A picture of the window as it is.
    pub fn shoot(&self, name: &str) {
        let picture = self.get("screenshot");
        save(&shots().join(format!("{name}.png")), &picture);
    }
    /// The page on paper: a PDF, and a picture of each of its first pages.
    pub fn print(&self, name: &str) -> PathBuf {
        let printed = self.chromium(
            "Page.printToPDF",
            json!({"preferCSSPageSize": true, "printBackground": false}),
        );
        let pdf = shots().join(format!("{name}.pdf"));
        save(&pdf, &printed["data"]);
        let done = Command::new("pdftoppm")
            .args(["-png", "-r", "80", "-l", "2"])
            .arg(&pdf)
            .arg(shots().join(name))
            .status()
            .expect("pdftoppm runs");
        assert!(done.success());
        pdf
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends the browser with the session; a driver that is gone already has ended it too.
        let _ = self.http.delete(&self.session).send();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Something on the page.
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl Element<'_> {
    /// Presses it, and waits for the page it leads to.
    pub fn click(&self) {
        self.browser.post(&format!("element/{}/click", self.id), &json!({}));
    }
    /// Its words.
    pub fn text(&self) -> String {
        let text = self.browser.get(&format!("element/{}/text", self.id));
        text.as_str().expect("a text").to_owned()
    }
    /// A property of it.
    pub fn property(&self, name: &str) -> String {
        let value = self.browser.get(&format!("element/{}/property/{name}", self.id));
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

/// The port that the driver found: it says so in its first lines.
fn port_of(driver: &mut Child) -> u16 {
    let out = driver.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(out).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            line.split("successfully on port ")
                .nth(1)?
                .trim_end_matches('.')
                .parse()
                .ok()
        })
        .expect("chromedriver says its port");
    // Whatever else it says is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    port
}

fn answer(sent: reqwest::Result<Response>) -> Value {
    let answer = sent.expect("the driver answers");
    let status = answer.status();
    let body: Value = answer.json().expect("JSON");
    assert!(status.is_success(), "{}", body["value"]);
    body["value"].clone()
}

fn save(path: &Path, base64: &Value) {
    let bytes = STANDARD.decode(base64.as_str().expect("base64")).expect("base64");
    std::fs::write(path, bytes).expect("a picture is written");
}
