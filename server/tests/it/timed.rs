//! What is written bears the time at which it was written, however long the call had waited for its turn.

use crate::world::{Call, World};
use ruhu_core::time::Clock;
use ruhu_core::wire::SyncAnswer;
use rusqlite::Connection;
use std::time::Duration;

#[test]
fn a_call_that_waited_for_another_writer_bears_the_time_of_its_turn() {
    let world = World::new();
    let phone = world.phone_of("张伟");
    let held = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    held.execute_batch("BEGIN IMMEDIATE").expect("the write lock");
    let before = world.clock.now().wall;
    let answer = std::thread::scope(|scope| {
        let call = scope.spawn(|| world.call(&Call::new("POST", "/v1/sync").by(&phone).body(b"{}")));
        while world.running().app().load.under_way().0 == 0 {
            std::thread::yield_now();
        }
        // Time enough for the call to come to the lock; if it does not, its turn is later still.
        std::thread::sleep(Duration::from_millis(300));
        world.clock.step_ms(5_000);
        held.execute_batch("ROLLBACK").expect("given back");
        call.join().expect("an answer")
    });
    let answer: SyncAnswer = answer.json();
    let checkpoint = world.running().app().signer.public().checkpoint(&answer.checkpoint);
    assert_eq!(checkpoint.expect("the server's own").time, before.plus_ms(5_000));
}
