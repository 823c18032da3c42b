//! Two macros that make a topic of sentences: [`topic`], and [`translated`] for what
//! is English already where it comes from.
//!
//! ```text
//! topic! {
//!     /// What the lines are for.
//!     Topic {
//!         quit_again {                           topic.quit_again() -> &'static str
//!             en: "press again to quit",
//!             pt: "carregue outra vez para sair",
//!             br: "pressione outra vez para sair",   where Brazil says it otherwise
//!         }
//!         new_below(count) {                     topic.new_below(3) -> String
//!             en: "{count} new",
//!             pt: "{count} {count:nova|novas}",
//!         }
//!         renamed(Renamed { was, now }) {        topic.renamed(Renamed { was, now }) -> String
//!             en: "{was} is now {now}",
//!             pt: "{was} chama-se agora {now}",
//!         }
//!     }
//! }
//! ```

macro_rules! topic {
    ($(#[$doc:meta])* $topic:ident { $($sentence:ident $(($($what:tt)+))? {
        en: $english:literal,
        pt: $portuguese:literal,
        $(br: $brazilian:literal,)?
    })+ }) => {
        crate::speech::sentence::sentences! {
            $(#[$doc])* $topic { $($sentence $(($($what)+))?;)+ }
        }

        impl $topic {
            pub(in crate::speech) const ENGLISH: Self = Self { $($sentence: $english),+ };
            pub(in crate::speech) const PORTUGUESE: Self = Self { $($sentence: $portuguese),+ };
            pub(in crate::speech) const BRAZILIAN: Self = Self {
                $($sentence: crate::speech::sentence::last!($portuguese $($brazilian)?)),+
            };
        }
    };
}

macro_rules! translated {
    ($(#[$doc:meta])* $topic:ident { $($sentence:ident $(($($what:tt)+))? {
        pt: $portuguese:literal,
        $(br: $brazilian:literal,)?
    })+ }) => {
        crate::speech::sentence::sentences! {
            $(#[$doc])* $topic { $($sentence $(($($what)+))?;)+ }
        }

        impl $topic {
            pub(in crate::speech) const PORTUGUESE: Self = Self { $($sentence: $portuguese),+ };
            pub(in crate::speech) const BRAZILIAN: Self = Self {
                $($sentence: crate::speech::sentence::last!($portuguese $($brazilian)?)),+
            };
        }
    };
}

/// What is said in Brazil: the words of Portugal where it has no others.
macro_rules! last {
    ($portuguese:literal) => {
        $portuguese
    };
    ($portuguese:literal $brazilian:literal) => {
        $brazilian
    };
}

/// The type of a topic, and how its sentences are said.
macro_rules! sentences {
    ($(#[$doc:meta])* $topic:ident { $($sentence:ident $(($($what:tt)+))?;)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $topic {
            $($sentence: &'static str,)+
        }

        $(crate::speech::sentence::sentence! { $topic $sentence $($($what)+)? })+

        #[cfg(test)]
        impl $topic {
            pub(in crate::speech) fn all(&self) -> Vec<crate::speech::sentence::Sentence> {
                vec![$(crate::speech::sentence::Sentence {
                    name: concat!(stringify!($topic), ".", stringify!($sentence)),
                    words: self.$sentence,
                    what: crate::speech::sentence::what!($($($what)+)?),
                }),+]
            }
        }
    };
}

/// One sentence: as it is, with one value, or with several by their names.
macro_rules! sentence {
    ($topic:ident $sentence:ident) => {
        impl $topic {
            #[doc = concat!("The words for `", stringify!($sentence), "`.")]
            pub fn $sentence(&self) -> &'static str {
                self.$sentence
            }
        }
    };
    ($topic:ident $sentence:ident $what:ident) => {
        impl $topic {
            #[doc = concat!("The words for `", stringify!($sentence), "`.")]
            pub fn $sentence(&self, $what: impl std::fmt::Display) -> String {
                let given: &[(&str, &dyn std::fmt::Display)] = &[(stringify!($what), &$what)];
                crate::speech::template::fill(self.$sentence, given)
            }
        }
    };
    ($topic:ident $sentence:ident $named:ident { $($what:ident),+ }) => {
        #[doc = concat!("What is put into the words for `", stringify!($sentence), "`.")]
        #[expect(non_camel_case_types, reason = "the type of a value is called as the value")]
        pub struct $named<$($what),+> {
            $(
                #[doc = concat!("What stands for `{", stringify!($what), "}`.")]
                pub $what: $what,
            )+
        }

        impl $topic {
            #[doc = concat!("The words for `", stringify!($sentence), "`.")]
            #[expect(non_camel_case_types, reason = "the same")]
            pub fn $sentence<$($what: std::fmt::Display),+>(
                &self,
                given: $named<$($what),+>,
            ) -> String {
                let given: &[(&str, &dyn std::fmt::Display)] =
                    &[$((stringify!($what), &given.$what)),+];
                crate::speech::template::fill(self.$sentence, given)
            }
        }
    };
}

/// The names of what is put into a sentence.
#[cfg(test)]
macro_rules! what {
    () => { &[] };
    ($what:ident) => { &[stringify!($what)] };
    ($named:ident { $($what:ident),+ }) => { &[$(stringify!($what)),+] };
}

pub(in crate::speech) use last;
pub(in crate::speech) use sentence;
pub(in crate::speech) use sentences;
pub(in crate::speech) use topic;
pub(in crate::speech) use translated;
#[cfg(test)]
pub(in crate::speech) use what;

/// One sentence, to be looked at by the catalogue's test.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(in crate::speech) struct Sentence {
    pub(in crate::speech) name: &'static str,
    pub(in crate::speech) words: &'static str,
    pub(in crate::speech) what: &'static [&'static str],
}
