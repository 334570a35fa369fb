use super::*;
use crate::ids::CadreId;
use crate::record::{DeviceCertificate, MemorySigner, MerkleLog, ServerSigner};
use crate::sync::TransportError;

/// A server that answers every enrolment as it was told to.
struct FakeServer<F: Fn(&HttpRequest) -> HttpAnswer + Send + Sync>(F);

impl<F: Fn(&HttpRequest) -> HttpAnswer + Send + Sync> Transport for FakeServer<F> {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, TransportError> {
        Ok((self.0)(request))
    }
}

const WALL: i64 = 1_780_000_000_000;

fn key(seed: u8) -> ServerSigner {
    ServerSigner::from_bytes(&[seed; 32])
}

fn code_of(server: &ServerSigner, code: &str) -> EnrolCode {
    EnrolCode {
        address: "http://127.0.0.1".into(),
        code: code.into(),
        server: server.public().id(),
        pin: None,
    }
}

/// The right answer, by this key, for this device.
fn answer_by(signer: &ServerSigner, device: &KeyId) -> HttpAnswer {
    let cadre = CadreId::from_bytes([7; 16]);
    let township: RegionCode = "610924102".parse().expect("nine digits");
    let certificate = DeviceCertificate {
        device: device.clone(),
        cadre,
        township: township.clone(),
        enrolled: Moment::from_millis(WALL),
    };
    let checkpoint = Checkpoint {
        log: "610924102-a".parse().expect("printable"),
        size: 0,
        root: MerkleLog::new().root(),
        time: Moment::from_millis(WALL),
    };
    let body = EnrolAnswer {
        certificate: signer.certificate(&certificate),
        token: "t".into(),
        township,
        township_name: "好坪镇".into(),
        cadre: Cadre {
            id: cadre,
            name: "帮扶人".into(),
            unit: String::new(),
            phone: String::new(),
        },
        server_key: URL_SAFE_NO_PAD.encode(signer.public().to_bytes()),
        backup_key: URL_SAFE_NO_PAD.encode([9; 32]),
        checkpoint: signer.checkpoint(&checkpoint),
        simulated: false,
    };
    HttpAnswer {
        status: 200,
        headers: Vec::new(),
        body: serde_json::to_vec(&body).expect("JSON"),
    }
}

fn device(signer: &MemorySigner) -> KeyId {
    let point = signer.public_key().expect("a key in memory");
    DeviceKey::from_sec1(&point).expect("a point").id()
}

#[test]
fn a_code_typed_as_people_type_it_enrols() {
    let (server, phone) = (key(1), MemorySigner::generate());
    let device = device(&phone);
    let transport = FakeServer(|request: &HttpRequest| {
        let sent: EnrolRequest = serde_json::from_slice(&request.body).expect("JSON");
        let proof = Jws::parse(&sent.proof).expect("a JWS");
        let by = DeviceKey::from_jwk(&proof.header["jwk"]).expect("a key");
        proof.verify_es256(&by).expect("signed by the key it shows");
        let said: EnrolProof = serde_json::from_slice(&proof.payload).expect("a proof");
        assert_eq!(said.code, "AB01C1D2E3");
        answer_by(&server, &by.id())
    });
    let code = code_of(&server, " ab0i c1-d2e3 ");
    let enrolled = enrol(&transport, &code, &phone, Moment::from_millis(WALL), "Redmi 9A").expect("enrolled");
    assert_eq!((enrolled.server.id(), enrolled.backup_key), (code.server, [9; 32]));
    assert!(server.public().verify("ruhu-device+1", &enrolled.certificate).is_ok());
    assert_eq!(device.as_str().len(), 43);
}

#[test]
fn a_server_with_another_key_than_the_code_carries_is_refused() {
    let (server, imposter, phone) = (key(1), key(2), MemorySigner::generate());
    let device = device(&phone);
    let transport = FakeServer(|_: &HttpRequest| answer_by(&imposter, &device));
    let told = enrol(
        &transport,
        &code_of(&server, "AB01C1D2E3"),
        &phone,
        Moment::from_millis(WALL),
        "m",
    );
    assert!(matches!(told.err(), Some(Error::NotGenuine(_))));
}

#[test]
fn a_certificate_for_another_phone_is_refused() {
    let (server, phone) = (key(1), MemorySigner::generate());
    let other = device(&MemorySigner::generate());
    let transport = FakeServer(|_: &HttpRequest| answer_by(&server, &other));
    let told = enrol(
        &transport,
        &code_of(&server, "AB01C1D2E3"),
        &phone,
        Moment::from_millis(WALL),
        "m",
    );
    assert!(matches!(told.err(), Some(Error::NotGenuine(_))));
}

#[test]
fn a_code_that_is_none_is_said_before_anything_is_sent() {
    let (server, phone) = (key(1), MemorySigner::generate());
    let transport = FakeServer(|_: &HttpRequest| panic!("nothing is sent"));
    for typed in ["", "AB01", "AB01C1D2E3F", "AB01C1D2EU", "一二三四五六七八九十"] {
        let told = enrol(
            &transport,
            &code_of(&server, typed),
            &phone,
            Moment::from_millis(WALL),
            "m",
        );
        assert!(matches!(told.err(), Some(Error::Unusable { .. })), "{typed}");
    }
}
