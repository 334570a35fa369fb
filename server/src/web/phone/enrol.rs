//! `POST /v1/enrol`: a one-time code becomes a device that the township knows. A phone whose answer was lost asks again
//! with the same key and code, and is answered again while the code would still hold.

use crate::Result as StoreResult;
use crate::store::{AuditEvent, AuditNote, Enrolment, NewPhone, Reach, Store, TownshipCadre, Who};
use crate::town::log;
use crate::web::answer::{ApiError, read_json};
use crate::web::serve::{App, Client};
use crate::web::session::{Secret, hash_of, origin_of};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ruhu_core::record::{DeviceCertificate, DeviceKey, Jws, typ};
use ruhu_core::wire::{EnrolAnswer, EnrolProof, EnrolRequest, read_code};
use std::sync::Arc;

/// A proof is a few hundred bytes.
const BODY_LIMIT: usize = 16 * 1024;
/// The longest name of a kind of phone that is kept, in characters.
const MODEL_CHARS: usize = 80;

/// Enrols a phone. The phone's clock may say what it likes: only the server's decides whether a code is still good.
pub async fn enrol(State(app): State<Arc<App>>, from: Client, body: Body) -> Result<Json<EnrolAnswer>, ApiError> {
    admitted(&app, from)?;
    let request: EnrolRequest = read_json(body, BODY_LIMIT).await?;
    let (key, proof) = proven(&app, &request.proof)?;
    let code = read_code(&proof.code).map_err(|_| refused(&Enrolment::NoSuchCode))?;
    let token = Secret::token();
    let phone = NewPhone {
        kid: key.id(),
        public_key: key.to_sec1(),
        model: proof
            .model
            .chars()
            .filter(|c| !c.is_control())
            .take(MODEL_CHARS)
            .collect(),
        token: token.hash(),
        now: app.now(),
    };
    let (code, kept) = (hash_of(&code), phone.clone());
    match app.blocking(move |app| app.gate.enrol(&code, &kept)).await? {
        Enrolment::Done(of) => {
            let note = AuditNote {
                who: Who::Phone,
                event: AuditEvent::PhoneEnrolled(of.township.clone(), phone.kid.clone(), of.cadre.id),
                origin: Some(origin_of(from.address)),
            };
            app.blocking(move |app| app.gate.note(&note, app.now())).await?;
            let reach = Reach::Phone {
                kid: phone.kid.clone(),
                cadre: of.cadre.id,
                township: of.township.clone(),
            };
            let answered = app.within(reach, move |app, store| answer(app, store, &phone, of, &token));
            Ok(Json(answered.await?))
        }
        other => Err(refused(&other)),
    }
}

/// Counts a call of somebody who is not enrolled.
pub(super) fn admitted(app: &App, from: Client) -> Result<(), ApiError> {
    app.throttle.admit(from.address).map_err(|seconds| {
        let message = "too many codes were tried from this address: wait a little, then try again";
        ApiError::later(StatusCode::TOO_MANY_REQUESTS, "too_many_tries", message, seconds)
    })
}

/// The proof's key, which signed it, and what it says: for this server and no other.
fn proven(app: &App, proof: &str) -> Result<(DeviceKey, EnrolProof), ApiError> {
    let bad = |message: &str| ApiError::new(StatusCode::BAD_REQUEST, "bad_proof", message);
    let (key, payload) = Jws::open_by_jwk(proof, typ::ENROL)
        .map_err(|_| bad("the proof is not a JWS of typ ruhu-enrol+1, signed by the key in its own jwk (ES256)"))?;
    let proof: EnrolProof =
        serde_json::from_slice(&payload).map_err(|_| bad("the proof's payload is not {code, server, wall, model}"))?;
    match proof.server == app.signer.public().id() {
        true => Ok((key, proof)),
        false => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "another_server",
            "the code was made by a server with another key: compare the fingerprint, ask for a new code",
        )),
    }
}

fn answer(
    app: &App,
    store: &dyn Store,
    phone: &NewPhone,
    of: TownshipCadre,
    token: &Secret,
) -> StoreResult<EnrolAnswer> {
    let TownshipCadre { township, cadre } = of;
    let kept = store.township(&township)?;
    let certificate = DeviceCertificate {
        device: phone.kid.clone(),
        cadre: cadre.id,
        township: township.clone(),
        enrolled: phone.now,
    };
    let backup_key = store.backup_key(&township)?;
    Ok(EnrolAnswer {
        certificate: app.signer.certificate(&certificate),
        token: token.reveal().to_owned(),
        checkpoint: log::checkpoint(store, &app.signer, &township, app.now())?,
        township,
        township_name: kept.name,
        cadre,
        server_key: URL_SAFE_NO_PAD.encode(app.signer.public().to_bytes()),
        backup_key: URL_SAFE_NO_PAD.encode(backup_key),
        simulated: app.simulated,
    })
}

fn refused(enrolment: &Enrolment) -> ApiError {
    let (status, code, message) = match enrolment {
        Enrolment::CodeUsed => (
            StatusCode::CONFLICT,
            "code_used",
            "this code was used by another phone: ask the township for a new one",
        ),
        Enrolment::CodeExpired => (
            StatusCode::GONE,
            "code_expired",
            "this code is older than seven days: ask the township for a new one",
        ),
        Enrolment::KeyTaken => (
            StatusCode::CONFLICT,
            "key_taken",
            "this phone's key belongs to another cadre or was revoked: begin with a new key, then use the code again",
        ),
        Enrolment::NoSuchCode | Enrolment::Done(_) => (
            StatusCode::FORBIDDEN,
            "no_such_code",
            "there is no such code: compare its ten characters with the paper",
        ),
    };
    ApiError::new(status, code, message)
}
