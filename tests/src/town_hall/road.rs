//! The road before the town hall's server: good, bad, or gone. A road that is gone refuses connections, as a telephone
//! without signal finds it, and comes back at the same address.

use super::ask::RoadState;
use super::{Answered, Wrong};
use crate::process::steady_port;
use crate::road::{AnswerGateway, BadRoad, Gateway, Weather};
use serde_json::json;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::sync::Arc;

/// So often another port is tried when somebody took the first meanwhile.
const TRIES: u32 = 20;
/// What the die is thrown by when nobody says.
const SEED: u64 = 1;

/// The road, there or gone.
pub(super) struct Road {
    at: SocketAddr,
    server: SocketAddr,
    state: RoadState,
    there: Option<BadRoad>,
    gateway: Option<Arc<Gateway>>,
    answers: Option<Arc<AnswerGateway>>,
}

impl Road {
    /// A good road to this server.
    pub(super) fn to(server: SocketAddr) -> Result<Self> {
        for _ in 0..TRIES {
            let at: SocketAddr = ([127, 0, 0, 1], steady_port()).into();
            match BadRoad::open_at(at, server, Weather::CLEAR, SEED) {
                Ok(road) => {
                    return Ok(Self {
                        at,
                        server,
                        state: RoadState::Good,
                        there: Some(road),
                        gateway: None,
                        answers: None,
                    });
                }
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::new(ErrorKind::AddrInUse, "no free port from 20000 to 32000"))
    }

    /// Where phones connect.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.at)
    }

    /// How it is, from now on when a state is given, and what befell the requests since it was last opened.
    pub(super) fn road(&mut self, state: Option<RoadState>, seed: Option<u64>) -> Answered {
        match (state, seed) {
            (Some(state), seed) => self.set(state, seed.unwrap_or(SEED))?,
            (None, Some(_)) => {
                let mend = "say which `state` the road has from now on";
                return Err(Wrong::new("seed", "it is given alone", mend));
            }
            (None, None) => {}
        }
        let (requests, cut, repeated, late) = self.there.as_ref().map(BadRoad::counts).unwrap_or_default();
        Ok(json!({"state": self.state, "requests": requests, "cut": cut, "repeated": repeated, "late": late}))
    }

    fn set(&mut self, state: RoadState, seed: u64) -> std::result::Result<(), Wrong> {
        let weather = match state {
            RoadState::Good => Some(Weather::CLEAR),
            RoadState::Bad => Some(Weather::BAD),
            RoadState::Gone => None,
        };
        match (weather, &self.there) {
            (None, _) => self.there = None,
            (Some(weather), Some(road)) => {
                road.set_seed(seed);
                road.set_weather(weather);
            }
            (Some(weather), None) => {
                let road = BadRoad::open_at(self.at, self.server, weather, seed);
                let mend = "somebody took the port meanwhile: start another town";
                let road = road.map_err(|error| Wrong::new("road", error, mend))?;
                road.set_gateway(self.gateway.clone());
                road.set_answer_gateway(self.answers.clone());
                self.there = Some(road);
            }
        }
        self.state = state;
        Ok(())
    }

    /// What changes requests on the way, from the next one on.
    pub(super) fn set_gateway(&mut self, gateway: Option<Arc<Gateway>>) {
        if let Some(road) = &self.there {
            road.set_gateway(gateway.clone());
        }
        self.gateway = gateway;
    }

    /// What changes answers on the way back, from the next one on.
    pub(super) fn set_answer_gateway(&mut self, answers: Option<Arc<AnswerGateway>>) {
        if let Some(road) = &self.there {
            road.set_answer_gateway(answers.clone());
        }
        self.answers = answers;
    }
}
