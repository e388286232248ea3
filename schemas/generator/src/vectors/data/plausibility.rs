//! What is implausible about a snapshot (P-7.9).

/// Name; the snapshot before, this one, when it was received; findings in byte order.
pub(super) type Row = (&'static str, Option<&'static str>, &'static str, u64, &'static [&'static str]);

const HOUR_1: Option<&str> = Some(r#""acquired":3600,"tfc":10.0,"tdt":100.0"#);

pub(super) const FOUND: &[Row] = &[
    ("the first snapshot", None, r#""acquired":3600,"tfc":10.0,"tdt":100.0"#, 3600, &[]),
    ("an ordinary hour", HOUR_1, r#""acquired":7200,"tfc":16.0,"tdt":200.0"#, 7200, &[]),
    ("nothing has changed", HOUR_1, r#""acquired":7200,"tfc":10.0,"tdt":100.0"#, 7200, &[]),
    ("251 km in an hour", HOUR_1, r#""acquired":7200,"tfc":20.0,"tdt":351.0"#, 7200, &[]),
    ("251.1 km in an hour", HOUR_1, r#""acquired":7200,"tfc":20.0,"tdt":351.1"#, 7200, &["too-fast"]),
    ("1 km in a second", HOUR_1, r#""acquired":3601,"tfc":10.0,"tdt":101.0"#, 3601, &[]),
    ("1.1 km in a second", HOUR_1, r#""acquired":3601,"tfc":10.0,"tdt":101.1"#, 3601, &["too-fast"]),
    ("100 l per 100 km", HOUR_1, r#""acquired":7200,"tfc":60.0,"tdt":150.0"#, 7200, &[]),
    ("more than 100 l per 100 km", HOUR_1, r#""acquired":7200,"tfc":60.1,"tdt":150.0"#, 7200, &["too-thirsty"]),
    ("fuel without distance", HOUR_1, r#""acquired":7200,"tfc":10.1,"tdt":100.0"#, 7200, &["too-thirsty"]),
    ("fuel, and no distance known", HOUR_1, r#""acquired":7200,"tfc":99.0"#, 7200, &[]),
    ("too fast and too thirsty", HOUR_1, r#""acquired":3700,"tfc":200.0,"tdt":200.0"#, 3700, &["too-fast", "too-thirsty"]),
    ("the fuel decreases", HOUR_1, r#""acquired":7200,"tfc":9.9,"tdt":150.0"#, 7200, &["decrease:tfc"]),
    ("the distance decreases", HOUR_1, r#""acquired":7200,"tfc":10.0,"tdt":99.9"#, 7200, &["decrease:tdt"]),
    ("all counters restart together", HOUR_1, r#""acquired":7200,"tfc":0.0,"tdt":0.0"#, 7200, &["reset"]),
    ("all counters restarted and went on", HOUR_1, r#""acquired":7200,"tfc":1.0,"tdt":12.0"#, 7200, &["reset"]),
    ("counters at zero restart without showing it", Some(r#""acquired":3600,"tfc":10.0,"tdt":100.0,"tgeib":0.0"#), r#""acquired":7200,"tfc":0.0,"tdt":0.0,"tgeib":0.0"#, 7200, &["reset"]),
    ("one of three counters goes on", Some(r#""acquired":3600,"tfc":10.0,"tdt":100.0,"tgeib":5.0"#), r#""acquired":7200,"tfc":0.0,"tdt":0.0,"tgeib":6.0"#, 7200, &["decrease:tdt", "decrease:tfc"]),
    ("24 h after it was received", None, r#""acquired":90000,"tfc":1.0"#, 3600, &[]),
    ("more than 24 h after it was received", None, r#""acquired":90001,"tfc":1.0"#, 3600, &["from-the-future"]),
    ("an old snapshot that arrives late", None, r#""acquired":1,"tfc":1.0"#, 9_999_999_999, &[]),
    ("parts of the fuel equal their total", None, r#""acquired":1,"tfc":10.0,"tfccdo":4.0,"tfcdscio":6.0"#, 1, &[]),
    ("parts of the fuel exceed their total by 0.1", None, r#""acquired":1,"tfc":10.0,"tfccdo":4.0,"tfcdscio":6.1"#, 1, &[]),
    ("parts of the fuel exceed their total by 0.2", None, r#""acquired":1,"tfc":10.0,"tfccdo":4.1,"tfcdscio":6.1"#, 1, &["parts-exceed-total:tfc"]),
    ("parts of the distance exceed their total", None, r#""acquired":1,"tdt":10.0,"tdtcdoeo":4.0,"tdtcdoer":4.0,"tdtdscio":2.2"#, 1, &["parts-exceed-total:tdt"]),
    ("parts without a total", None, r#""acquired":1,"tdtcdoeo":4.0,"tdtcdoer":4.0"#, 1, &[]),
    ("grid energy is no part of a total", None, r#""acquired":1,"tfc":0.0,"tdt":0.0,"tgeib":500.0"#, 1, &[]),
    ("a snapshot that is not later is not compared", HOUR_1, r#""acquired":3600,"tfc":1.0,"tdt":900.0"#, 3600, &[]),
    ("an earlier snapshot is not compared", HOUR_1, r#""acquired":3599,"tfc":99.0,"tdt":100.0"#, 3600, &[]),
    ("everything at once", HOUR_1, r#""acquired":90001,"tfc":9.0,"tdt":9900.0,"tfccdo":9.2"#, 3600, &["decrease:tfc", "from-the-future", "parts-exceed-total:tfc", "too-fast"]),
];
