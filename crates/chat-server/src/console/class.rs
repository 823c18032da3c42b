//! What is typed at the server about the class: the same words as in the client.

use chat_proto::frame::order::Act;
use chat_proto::frame::order::Order;
use chat_proto::plain::order as typed;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::traffic::DeskOrder;

/// What a word means for the class, if it means anything: whoever sits here leads already, and
/// needs only the words for somebody else.
pub fn order(word: &str, rest: &str) -> Option<Result<DeskOrder, Refusal>> {
    match (word, rest) {
        ("claim", "") => Some(Ok(DeskOrder::Words)),
        ("who" | "class", "") => Some(Ok(DeskOrder::Class)),
        ("bans", "") => Some(Ok(DeskOrder::Bans)),
        // Without it the lobby is meant.
        ("in", rest) => {
            let (room, rest) = split(rest);
            let (word, rest) = split(rest);
            let act = typed::order(word.strip_prefix('/').unwrap_or(word), rest)?;
            let room = RoomName::parse(room).map_err(Refusal::from);
            Some(room.and_then(|room| Ok(given(act?, Some(room)))))
        }
        (word, rest) => Some(typed::order(word, rest)?.map(|act| given(act, None))),
    }
}

fn given(act: Act, room: Option<RoomName>) -> DeskOrder {
    DeskOrder::Order(Order {
        act,
        room,
        id: None,
    })
}

fn split(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_of_the_lobby_unless_a_room_is_named() {
        let room = |line: &str| {
            let (word, rest) = split(line);
            match order(word, rest) {
                Some(Ok(DeskOrder::Order(order))) => order.room.map(|room| room.to_string()),
                other => panic!("{line}: {other:?}"),
            }
        };
        assert_eq!(room("quiet"), None);
        assert_eq!(room("in lab quiet off"), Some("lab".to_owned()));
        assert_eq!(room("in #Lab /lock"), Some("Lab".to_owned()));
    }

    #[test]
    fn what_is_no_order_is_left_to_others() {
        for line in [
            "weather off",
            "pass 3",
            "",
            "in",
            "in lab weather off",
            "dance",
        ] {
            let (word, rest) = split(line);
            assert!(order(word, rest).is_none(), "{line}");
        }
        assert!(matches!(order("mute", ""), Some(Err(_))));
        assert!(matches!(order("in", "a/b quiet"), Some(Err(_))));
        assert!(matches!(order("claim", ""), Some(Ok(DeskOrder::Words))));
    }
}
