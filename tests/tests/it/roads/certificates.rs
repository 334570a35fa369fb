//! Certificates that are not right, each told as what it is: the phone's clock, the township's to renew, another name,
//! nobody's.

use super::super::journeys::tls::{code, load, make_way, phone, serve};
use super::super::journeys::world::World;
use super::tools::{CADRE, NOW};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use ruhu_core::app::AppError;

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut authority = CertificateParams::new(Vec::new()).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("signed")
}

fn for_names(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).expect("names")
}

fn told(error: AppError) -> (String, String) {
    match error {
        AppError::FixThis { code, text } => (code, text.zh),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_wrong_with_an_authoritys_certificate_is_told_at_enrolment_and_at_a_look_up() {
    let mut world = World::of(&[(CADRE, 0..2)], NOW);
    let data = make_way(&mut world);
    let (authority, other) = (authority("an authority"), authority("another"));
    let mut early = for_names(&["127.0.0.1"]);
    (early.not_before, early.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1));
    let mut late = for_names(&["127.0.0.1"]);
    (late.not_before, late.not_after) = (date_time_ymd(2015, 1, 1), date_time_ymd(2016, 1, 1));
    for (params, trusted, word, zh) in [
        (early, true, "certificate_not_yet_valid", "日期"),
        (late, true, "certificate_expired", "过期"),
        (for_names(&["ruhu.example"]), true, "certificate_other_name", "别的名字"),
        (for_names(&["127.0.0.1"]), false, "wrong_certificate", "谁发的"),
    ] {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &authority).expect("signed");
        let tls = load(world.dir.path(), &certificate.pem(), &key);
        let running = serve(&data, &world.town.clock, ([127, 0, 0, 1], 0).into(), tls);
        let code = code(&world, &running, world.cadre(CADRE));
        let root = if trusted { authority.der() } else { other.der() };
        let mine = phone(&world, 1, vec![root.to_vec()]);
        let enrolled = told(mine.app.enrol(&code, "road").expect_err("not believed"));
        assert_eq!(enrolled.0, word, "{enrolled:?}");
        assert!(enrolled.1.contains(zh) && enrolled.1.contains("证书"), "{enrolled:?}");
        let found = told(mine.app.look_up(running.address()).expect_err("not believed"));
        assert_eq!(found.0, word, "{found:?}");
        assert!(found.1.contains(zh), "{found:?}");
        running.shutdown();
    }
}

#[test]
fn a_pinned_certificate_is_believed_whatever_its_dates_and_found_by_its_address() {
    let mut world = World::of(&[(CADRE, 0..2)], NOW);
    let data = make_way(&mut world);
    for (seed, from, to) in [(1, 2015, 2016), (2, 2090, 2091)] {
        let key = KeyPair::generate().expect("a key");
        let mut params = for_names(&["127.0.0.1"]);
        (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        let tls = load(world.dir.path(), &params.self_signed(&key).expect("signed").pem(), &key);
        let running = serve(&data, &world.town.clock, ([127, 0, 0, 1], 0).into(), tls);
        let mine = phone(&world, seed, Vec::new());
        let shown = mine.app.look_up(running.address()).expect("found");
        assert!(shown.pin.is_some());
        let code = code(&world, &running, world.cadre(CADRE));
        mine.app.enrol(&code, "road").expect("enrols");
        running.shutdown();
    }
}
