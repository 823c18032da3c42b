//! Which keys were there at once: the one question of [`Typed::together`].
//!
//! A key that somebody presses because of what the screen shows cannot have been
//! there before its cause was told. So before a key is told it is asked what there
//! is behind it, and only that was there at once with it. Where the keys come from,
//! and to whom they go, is the reader's.
//!
//! [`Typed::together`]: crate::keyboard::typed::Typed::together

use std::io;

/// Tells all that is there, and whether it was there at once with what came before.
pub(in crate::keyboard) fn hand_on<T>(
    mut ask: impl FnMut() -> io::Result<Option<T>>,
    mut tell: impl FnMut(T, bool) -> io::Result<()>,
) -> io::Result<()> {
    let mut together = false;
    let mut next = ask()?;
    while let Some(what) = next {
        next = ask()?;
        tell(what, together)?;
        together = true;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::VecDeque;

    use super::*;

    /// How these keys are told; `answer` is pressed when the first has been told.
    #[track_caller]
    fn check(there: &str, answer: &str, expected: &[(char, bool)]) {
        let keys: RefCell<VecDeque<char>> = RefCell::new(there.chars().collect());
        let (mut told, mut answer) = (Vec::new(), Some(answer));
        while !keys.borrow().is_empty() {
            let ask = || Ok(keys.borrow_mut().pop_front());
            let tell = |key, together| {
                told.push((key, together));
                let answer = answer.take().into_iter();
                keys.borrow_mut().extend(answer.flat_map(str::chars));
                Ok(())
            };
            hand_on(ask, tell).unwrap();
        }
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_there_at_once_is_told_so() {
        check("abc", "", &[('a', false), ('b', true), ('c', true)]);
    }

    #[test]
    fn a_key_that_answers_what_was_told_was_not_there_with_it() {
        check("a", "bc", &[('a', false), ('b', false), ('c', true)]);
    }
}
