//! Frames that nobody honest sends, by the thousand: the fuzzer's script, run by
//! proptest.

use proptest::prelude::*;

use super::script;
use super::world::epoch;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_frames_in_any_order_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..1500)) {
        script::run(epoch(), &bytes);
    }
}
