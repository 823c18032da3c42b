//! Who types a code back, and what is asked of whom.

use chat_proto::codec::Tongue;

use super::*;

fn knock(text: &str, tongue: Tongue) -> Knock<'_> {
    let (text, bytes) = (Some(text), text.len());
    Knock {
        text,
        bytes,
        tongue,
    }
}

#[test]
fn no_question_makes_an_amplifier() {
    let now = epoch();
    let mut asked = 0;
    for (n, tongue) in (1..80).flat_map(|n| [(n, Tongue::Plain), (n, Tongue::Json)]) {
        let text = "x".repeat(n);
        let question = links(now).admit(at(now), address(1), knock(&text, tongue));
        assert!(!question.granted);
        asked += usize::from(!question.answer.is_empty());
        assert!(question.answer.is_empty() || 28 + question.answer.len() <= 3 * (28 + n));
    }
    assert!(asked > 100, "people are asked from their first letter on");
}

#[test]
fn who_guesses_is_soon_not_listened_to_and_later_again() {
    let now = epoch();
    let (from, mut links) = (address(1), links(now));
    let question = links.admit(at(now), from, knock("hello", Tongue::Plain));
    let question = String::from_utf8(question.answer).unwrap();
    let right = question.get(5..9).unwrap().to_owned();
    let wrong = if right == "1234" { "4321" } else { "1234" };
    for _ in 0..3 {
        let again = links.admit(at(now), from, knock(wrong, Tongue::Plain));
        assert!(!again.granted && !again.answer.is_empty());
    }
    let mut says = |later: u64, text: &str| {
        let then = now + Duration::from_secs(later);
        links
            .admit(at(then), from, knock(text, Tongue::Plain))
            .granted
    };
    assert!(!says(0, &right), "not even the right one");
    assert!(says(20, &format!(" {right}\n")), "after a while");
    assert!(!says(20, &format!("{right}0")), "nothing but the digits");
    assert!(!says(200, &right), "of that time");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// P5 and P7, whatever comes from whomever.
    #[test]
    fn any_datagrams_from_anybody_keep_the_rules(
        bytes in prop::collection::vec(any::<u8>(), 0..1800),
    ) {
        script::run(epoch(), &bytes);
    }
}
