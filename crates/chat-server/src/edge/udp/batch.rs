//! What one speaker has said, datagram after datagram: the hub gets it at once.

use std::sync::Arc;

use chat_proto::codec::Tongue;
use chat_proto::frame::peer::Heard;

use crate::door::Door;
use crate::outbox::Outbox;
use crate::traffic::Input;

/// Frames of one speaker that came one after the other.
#[derive(Default)]
pub struct Batch {
    of: Option<(Arc<Outbox>, Tongue)>,
    frames: Vec<Heard>,
}

impl Batch {
    /// Somebody speaks, or is to be known as one who does.
    pub fn begin(&mut self, outbox: Arc<Outbox>, tongue: Tongue) {
        self.of = Some((outbox, tongue));
    }

    /// One more frame. What another has said goes to the hub before it.
    pub async fn add(
        &mut self,
        door: &Door,
        (outbox, tongue): (Arc<Outbox>, Option<Tongue>),
        heard: Heard,
    ) {
        if self.of.as_ref().is_none_or(|(o, _)| o.peer != outbox.peer) {
            self.hand_on(door).await;
            self.begin(outbox, tongue.unwrap_or(Tongue::Ascii));
        } else if let (Some((_, known)), Some(tongue)) = (&mut self.of, tongue) {
            // It may have said a letter beyond ASCII since.
            *known = tongue;
        }
        self.frames.push(heard);
    }

    /// All of it to the hub.
    pub async fn hand_on(&mut self, door: &Door) {
        let frames = std::mem::take(&mut self.frames);
        if let Some((outbox, tongue)) = self.of.take() {
            let input = Input::Heard {
                peer: outbox.peer,
                tongue,
                frames,
            };
            door.tell(input).await;
        }
    }
}
