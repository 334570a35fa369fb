//! Accounts and a neighbour: another township on the same server, whose ids are a stranger's.

use super::{Answer, Call, Phone, World};
use ruhu_core::domain::{
    Assignment, Cadre, Class, ClassFrom, FileRef, Judged, Mode, PhotoEntry, Statements, Verdict, Visit,
};
use ruhu_core::ids::{CadreId, HouseholdNo, RegionCode, Sha256};
use ruhu_core::record::Kind;
use ruhu_core::time::{Clock, TimeEvidence};
use ruhu_server::command::account::{Made, add};
use ruhu_server::store::{
    Account, CadrePlan, HouseholdPlan, ImportPlan, Ledger, Person, PhotoNamed, PhotoRow, Role, UploadId, UploadRow,
    Uploads, Village,
};
use ruhu_server::town::decide;
use ruhu_server::town::log;

/// Good enough for everybody in a test.
pub const PASSWORD: &str = "门前的老槐树开花了呀";

/// The body of a form.
pub fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&").into_bytes()
}

impl World {
    /// Sends a form, with a cookie when there is one.
    pub fn send_form(&self, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let body = form(fields);
        let call = Call::new("POST", path).with("Content-Type", "application/x-www-form-urlencoded");
        let call = match cookie {
            Some(cookie) => call.with("Cookie", cookie),
            None => call,
        };
        self.call(&call.body(&body))
    }
    /// Looks at a page.
    pub fn look(&self, path: &str, cookie: &str) -> Answer {
        self.call(&Call::new("GET", path).with("Cookie", cookie))
    }
    /// An account whose owner has not set a password yet.
    pub fn account(&self, name: &str, scope: &str, role: Role) -> Made {
        let now = self.clock.now().wall;
        let account = Account {
            name: name.parse().expect("a good name"),
            scope: scope.parse().expect("a good code"),
            role,
            created: now,
            disabled: None,
            has_password: false,
        };
        add(&self.folder(), account, Some(self.running().address()), now).expect("a new name")
    }
    /// Where a link leads on this server.
    pub fn path_of(&self, link: &str) -> String {
        link.strip_prefix(self.running().address())
            .expect("the server's own address")
            .to_owned()
    }
    /// The cookie of a new account that set its password.
    pub fn signed_in_as(&self, name: &str, scope: &str, role: Role) -> String {
        let path = self.path_of(&self.account(name, scope, role).link);
        let done = self.send_form(&path, None, &[("password", PASSWORD), ("again", PASSWORD)]);
        assert_eq!(done.status, 303, "{}", done.text());
        cookie_of(&done)
    }
    /// The cookie of a sign-in by name and password.
    pub fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.send_form("/sign-in", None, &[("name", name), ("password", password)])
    }
    /// An administrator's cookie.
    pub fn administrator(&self) -> String {
        let link = self.running().sign_in_link().expect("a link").url;
        cookie_of(&self.call(&Call::new("POST", &self.path_of(&link))))
    }
    /// A home with a visit, its photo and an upload under way, in a village that the roster did not know.
    pub fn home(&self, household: &str, cadre: (u8, &str)) -> Home {
        let no: HouseholdNo = household.parse().expect("a good number");
        let village: RegionCode = household[..12].parse().expect("twelve digits");
        let township = village.township().expect("a village lies in a township");
        let (folder, now) = (self.folder(), self.clock.now().wall);
        let id = CadreId::from_bytes([cadre.0; 16]);
        let plan = plan(&no, &village, id, cadre.1);
        decide::import(&folder.store, &folder.signer.public(), &plan, now).expect("a good roster");
        let phone = self.phone_of(cadre.1);
        let photo = Sha256::of(household.as_bytes());
        let file = FileRef {
            sha256: photo,
            size: u64::try_from(household.len()).expect("small"),
        };
        let upload = UploadRow {
            id: UploadId::new(),
            device: phone.kid(),
            township: township.clone(),
            sha256: photo,
            length: file.size,
            expires: now.plus_ms(3_600_000_000),
            finished: false,
        };
        folder
            .store
            .transact(&township, &mut |tx| {
                let visit = told(&no, id, now.plus_ms(-3_600_000).day().start());
                let record = log::append_own(tx, Kind::Visit, &visit, now)?.sha256;
                tx.put_photos(&[PhotoNamed {
                    record,
                    device: phone.kid(),
                    visit: None,
                    entry: PhotoEntry {
                        original: file,
                        copy: FileRef {
                            sha256: Sha256::of(&[household.as_bytes(), b"copy"].concat()),
                            size: file.size,
                        },
                        in_app: true,
                        taken: now,
                    },
                }])
            })
            .expect("written");
        folder.store.begin_upload(&upload).expect("written");
        let row = PhotoRow {
            township: township.clone(),
            sha256: photo,
            size: file.size,
            device: phone.kid(),
            received: now,
        };
        folder.store.take_photo(&UploadId::new(), &row).expect("written");
        let hex = photo.to_string();
        let shelf = self.data.path().join("photos").join(township.as_str()).join(&hex[..2]);
        std::fs::create_dir_all(&shelf).expect("a folder");
        std::fs::write(shelf.join(format!("{hex}.jpg")), household).expect("a file");
        Home {
            township: township.to_string(),
            village: village.to_string(),
            household: household.to_owned(),
            cadre: id.to_string(),
            photo: hex,
            upload: upload.id.to_string(),
            phone,
        }
    }
}

/// The session that an answer began.
pub fn cookie_of(answer: &Answer) -> String {
    let line = answer.header("set-cookie").expect("a cookie");
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"), "{line}");
    line.split(';').next().expect("name and value").to_owned()
}

/// A home's ids, and its cadre's phone.
pub struct Home {
    pub township: String,
    pub village: String,
    pub household: String,
    pub cadre: String,
    pub photo: String,
    pub upload: String,
    pub phone: Phone,
}

fn plan(no: &HouseholdNo, village: &RegionCode, cadre: CadreId, name: &str) -> ImportPlan {
    let from = "2021-01-01".parse().expect("a day");
    ImportPlan {
        township: village.township().expect("a village lies in a township"),
        township_name: "邻镇".into(),
        file: Sha256::of(no.as_str().as_bytes()),
        rows: 1,
        effective: None,
        villages: vec![Village {
            code: village.clone(),
            name: format!("{}村", &village.as_str()[9..]),
            listed: true,
        }],
        cadres: vec![CadrePlan {
            cadre: Cadre {
                id: cadre,
                name: name.into(),
                unit: "农办".into(),
                phone: "13987654321".into(),
            },
        }],
        households: vec![HouseholdPlan {
            household: no.clone(),
            village: village.clone(),
            entered: from,
            left: None,
            person: Person {
                head: format!("户主{}", &no.as_str()[11..]),
                phone: "13812345678".into(),
                id_number: "612401196001010012".into(),
                ..Person::default()
            },
            classes: vec![ClassFrom {
                class: Class::Lifted,
                from,
            }],
            assignments: vec![Assignment {
                household: no.clone(),
                cadre,
                from,
                to: None,
            }],
            place: None,
        }],
        gone: Vec::new(),
    }
}

fn told(no: &HouseholdNo, cadre: CadreId, started: ruhu_core::time::Moment) -> Visit {
    Visit {
        household: no.clone(),
        cadre,
        companions: Vec::new(),
        mode: Mode::OnSite,
        late: false,
        started: TimeEvidence::told(started),
        ended: TimeEvidence::told(started.plus_ms(900_000)),
        fixes: Vec::new(),
        no_fix_reason: None,
        far_reason: None,
        refused_reason: None,
        photos: Vec::new(),
        statements: Statements::default(),
        judged: Judged {
            policy: None,
            place_version: None,
            roster_cursor: 0,
            verdict: Verdict::Counts,
            codes: Vec::new(),
        },
    }
}
