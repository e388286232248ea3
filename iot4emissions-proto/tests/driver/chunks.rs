//! However a stream cuts its bytes, a device does the same.

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, proptest};
use proptest::prop_assert_eq;

use crate::host::{Host, operational};

/// What was written in a life with a transfer and a new configuration, and what is
/// remembered of it.
fn life(chunks: Vec<usize>) -> (Vec<u8>, Vec<u8>) {
    let mut host = Host::new();
    host.chunks = chunks;
    host.retain("registerServer", crate::host::REGISTERED);
    host.retain("configServer", &operational(1).to_canonical());
    for step in 0..20 {
        if step == 12 {
            host.retain("configServer", &operational(2).to_canonical());
        }
        host.step();
    }
    host.settle();
    assert!(host.record().accounts().acknowledged > 0);
    (host.written.clone(), host.record().to_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cut_is_as_good_as_none(chunks in vec(1..40_usize, 1..50)) {
        prop_assert_eq!(life(chunks), life(vec![usize::MAX]));
    }
}

#[test]
fn one_byte_at_a_time() {
    assert_eq!(life(vec![1]), life(vec![usize::MAX]));
}
