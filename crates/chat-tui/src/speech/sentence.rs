//! One macro that makes a topic of sentences.
//!
//! ```text
//! topic! {
//!     /// What the lines are for.
//!     Topic {
//!         quit_again;            topic.quit_again() -> &'static str
//!         new_below(count);      topic.new_below(3) -> String
//!     }
//! }
//! ```

macro_rules! topic {
    ($(#[$doc:meta])* $topic:ident { $($sentence:ident $(($($what:ident),+))?;)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $topic {
            $(pub(in crate::speech) $sentence: &'static str,)+
        }

        impl $topic {
            $(crate::speech::sentence::sentence! { $sentence $($($what)+)? })+

            #[cfg(test)]
            pub(in crate::speech) fn all(&self) -> Vec<crate::speech::sentence::Sentence> {
                vec![$(crate::speech::sentence::Sentence {
                    name: concat!(stringify!($topic), ".", stringify!($sentence)),
                    words: self.$sentence,
                    what: &[$($(stringify!($what)),+)?],
                }),+]
            }
        }
    };
}

macro_rules! sentence {
    ($sentence:ident) => {
        #[doc = concat!("The words for `", stringify!($sentence), "`.")]
        pub fn $sentence(&self) -> &'static str {
            self.$sentence
        }
    };
    ($sentence:ident $($what:ident)+) => {
        #[doc = concat!("The words for `", stringify!($sentence), "`.")]
        pub fn $sentence(&self, $($what: impl std::fmt::Display),+) -> String {
            let given: &[(&str, &dyn std::fmt::Display)] = &[$((stringify!($what), &$what)),+];
            crate::speech::template::fill(self.$sentence, given)
        }
    };
}

pub(in crate::speech) use sentence;
pub(in crate::speech) use topic;

/// One sentence, to be looked at by the catalogue's test.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(in crate::speech) struct Sentence {
    pub(in crate::speech) name: &'static str,
    pub(in crate::speech) words: &'static str,
    pub(in crate::speech) what: &'static [&'static str],
}
