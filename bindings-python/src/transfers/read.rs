//! `read_transfers` and `scan_transfers`.

use std::time::{Duration, Instant};

use iot4emissions_proto::message::Profile;
use pyo3::prelude::*;

use super::options::{
    Arguments, DevicesArgument, FormArgument, NamesArgument, Options, ProgressArgument,
    SourceArgument, ValuesArgument,
};
use super::part::{Counts, Part};
use super::pipeline::{Next, Pipeline};
use super::progress::Progress;
use super::scan::TransferScan;
use super::source;
use super::table::{Collected, Transfers};
use crate::convert::enumeration::Member;

/// A source that is being read, and who is told.
pub(super) struct Reading {
    pub(super) options: Options,
    pipeline: Pipeline,
    progress: Progress,
    total: Option<u64>,
    done: Counts,
    /// What comes after the parts that were given.
    failure: Option<PyErr>,
    /// Whether the last error came from a signal, and not from the source.
    interrupted: bool,
}

impl Reading {
    fn start(
        source: &SourceArgument<'_>,
        arguments: &Arguments<'_>,
        progress: Option<&ProgressArgument<'_>>,
        all: bool,
    ) -> PyResult<Self> {
        let options = arguments.options()?;
        let opened = source::open(&source.0, &options)?;
        let total = opened.total;
        let progress = Progress::new(progress.map(|progress| &progress.0), total)?;
        Ok(Self {
            pipeline: Pipeline::start(opened, options.clone(), all)?,
            options,
            progress,
            total,
            done: Counts::default(),
            failure: None,
            interrupted: false,
        })
    }

    /// The next part. `signals` are looked for where the caller is Python.
    pub(super) fn part(&mut self, signals: bool) -> PyResult<Option<Part>> {
        let part = self.untold_part(signals)?;
        if part.is_some() {
            self.tell()?;
        }
        Ok(part)
    }

    fn untold_part(&mut self, signals: bool) -> PyResult<Option<Part>> {
        loop {
            match self.pipeline.next().map_err(PyErr::from)? {
                Next::Part(part) => {
                    self.done.add(&part.counts);
                    return Ok(Some(*part));
                }
                Next::End => return Ok(None),
                Next::Tick if signals => self.look_for_signals()?,
                Next::Tick => {}
            }
        }
    }

    fn tell(&mut self) -> PyResult<()> {
        self.progress.tell(&self.done, self.total)
    }

    /// The next parts together, one for each thread. An error comes after what was read
    /// before it.
    pub(super) fn group(&mut self, signals: bool) -> PyResult<Option<Transfers>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if signals {
            // Who asks for the next part may never look: `deque(scan, maxlen=0)`.
            self.look_for_signals()?;
        }
        let mut transfers = Collected::new(self.options.columns);
        let mut parts = 0;
        while parts < self.options.threads {
            match self.untold_part(signals) {
                Ok(Some(part)) => transfers.push(part)?,
                Ok(None) => break,
                Err(error) if parts == 0 => return Err(error),
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            }
            parts += 1;
        }
        if parts == 0 {
            return Ok(None);
        }
        self.tell()?;
        transfers.finish().map(Some)
    }

    fn look_for_signals(&mut self) -> PyResult<()> {
        let looked = Python::attach(|py| py.check_signals());
        self.interrupted = looked.is_err();
        looked
    }

    /// Whether the last error came from a signal: then reading may go on.
    pub(super) fn was_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Takes no more from the source; what was taken is still given.
    pub(super) fn cut(&mut self) {
        self.pipeline.cut();
    }
}

/// How often somebody is told, and signals are looked for, while all is read.
const INTERVAL: Duration = Duration::from_millis(50);

/// Everything, as fast as possible.
fn read_all(reading: &mut Reading, transfers: &mut Collected) -> PyResult<()> {
    let mut last = Instant::now();
    while let Some(part) = reading.untold_part(true)? {
        transfers.push(part)?;
        if last.elapsed() >= INTERVAL {
            Python::attach(|py| py.check_signals())?;
            reading.tell()?;
            last = Instant::now();
        }
    }
    reading.tell()
}

/// Read many Data Transfer messages into Arrow columns, checked, on all cores: all parts of
/// `scan_transfers` in one.
///
/// `source` is a path, bytes or another buffer, a binary file object (anything with
/// `read(n)`), or an iterable of pairs `(device, payload)`: a `DeviceId`, a text or `None`,
/// and bytes or a text. All but the iterable hold newline-delimited JSON, compressed with
/// gzip or not; which of them, their content says.
///
/// A line is what it is, and a file may hold several kinds:
///
/// - a Data Transfer payload and nothing around it;
/// - an object around one, as services, brokers and sinks write it:
///   `{"device": "f371cb00", "received": 1622538007, "payload": {"data": […]}}` or
///   `{"topic": "iot4emissions/dataDevice/f371cb00", "payload": "{\"data\":[…]}"}`. One of
///   `device` and `topic` is there; where both are, they name the same device. `payload` is
///   an object, a string, or a string in Base64. Members come in any order, and others are
///   ignored;
/// - a payload with the sender beside its members: `{"topic": "…", "data": […]}`;
/// - `{"schema": …, "payload": …}` of Kafka Connect, whose device is not known;
/// - a topic, a blank and a payload, as `mosquitto_sub -v` writes it.
///
/// `form` takes only one of them: `"payload"` or `"envelope"`. `names` says what an
/// envelope's members are called: a mapping with any of `device`, `topic`, `payload`,
/// `received` and `received_unit` (`"s"` or `"ms"`, for times that are numbers), or the
/// name of what wrote them:
///
/// | preset | what writes it | `received` |
/// |---|---|---|
/// | `"aws-iot"` | a rule `SELECT *, topic() AS topic, timestamp() AS ts` | `ts`, ms |
/// | `"emqx"` | a rule `SELECT *` | `publish_received_at`, ms |
/// | `"fluent-bit"` | the MQTT input | `date`, s |
/// | `"kafka-connect"` | JSON converters, with and without schemas | none |
/// | `"mosquitto-sub"` | `mosquitto_sub -F %J` or `%j`; `-v` | `tst`, RFC 3339 |
/// | `"node-red"` | the message object as JSON | none |
///
/// `profile` is how payloads are read (P-5.2). With `null_is_absent`, a member that is
/// `null` counts as one that is not there, as data frames and brokers' structs write it: a
/// deviation, `null-member`; otherwise it is wrong (P-5.3).
///
/// `values` are `"decimal"`, exact and the default, or `"float64"`, the nearest number.
/// `devices` are in a `"dictionary"`, the default, or each a `"string"`, which takes more
/// memory: for pyarrow, which cannot sort by a dictionary, and Polars, which joins none with
/// a text.
///
/// `threads` is all cores by default, at most 1024. `progress` is a callable of (bytes done,
/// bytes in all or `None`, rows done), or an object like `tqdm` with `update(n)`; what it
/// raises ends the reading. A record batch is made of about `block_size` bytes of input,
/// 4 MiB by default, or of less where much is rejected.
///
/// One bad row never costs the others: it is in `rejected` with its number, code, pointer
/// and text. A message is accepted or refused whole (P-5.3). What else may come:
///
/// - A line ends with LF or CR LF, the last also with the source. Lines of white space are
///   rows without a message. An empty source has no rows. Records that follow each other
///   without a line end are read as one row.
/// - A last line that was cut off, a NUL byte, a byte order mark, a line of more than 1 MiB
///   and a text that is no device ID are rejected rows.
/// - A path that cannot be opened raises what `open` raises, with the path. A source that
///   begins like Avro, Parquet, Zstandard, bzip2, xz, zip or UTF-16 is a `ValueError`.
/// - A file that becomes shorter while it is read raises `OSError`.
/// - A gzip source that is cut off raises `EOFError`, one that is damaged
///   `gzip.BadGzipFile`, an `OSError`. Behind its last member, zeros and line ends are
///   ignored; anything else counts as damage.
/// - What a file object or an iterable raises comes out unchanged; an item that is no pair
///   is a `TypeError` with its position. A note says how many rows were read before. To
///   keep those, use `scan_transfers`.
///
/// Clauses: P-5.1 to P-5.5, P-5.40 to P-5.43; JRC127600 Table 7.
///
/// >>> lines = b'''{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}
/// ... {"data":[{"acquired":1622538000,"tfc":null}]}
/// ... '''
/// >>> transfers = read_transfers(lines)
/// >>> transfers
/// <Transfers: 1 snapshot of 1 message in 2 rows, 1 rejected>
/// >>> read_transfers(lines, null_is_absent=True).rejected
/// <RejectedRows: 1>
/// >>> read_transfers([(DeviceId("vehicle-7"), lines.splitlines()[0])]).messages
/// 1
#[pyfunction]
#[pyo3(signature = (
    source, *, form = None, names = None, profile = Member(Profile::Tolerant),
    null_is_absent = false, values = None, devices = None, threads = None, progress = None,
    block_size = None,
))]
#[expect(clippy::too_many_arguments, reason = "Python's arguments have names")]
pub(crate) fn read_transfers(
    source: SourceArgument<'_>,
    form: Option<FormArgument<'_>>,
    names: Option<NamesArgument<'_>>,
    profile: Member<Profile>,
    null_is_absent: bool,
    values: Option<ValuesArgument<'_>>,
    devices: Option<DevicesArgument<'_>>,
    threads: Option<i64>,
    progress: Option<ProgressArgument<'_>>,
    block_size: Option<i64>,
) -> PyResult<Transfers> {
    let py = source.0.py();
    let arguments = Arguments {
        form,
        names,
        profile: profile.0,
        null_is_absent,
        values,
        devices,
        threads,
        block_size,
    };
    let mut reading = Reading::start(&source, &arguments, progress.as_ref(), true)?;
    let result = py.detach(|| {
        let mut transfers = Collected::new(reading.options.columns);
        let result = read_all(&mut reading, &mut transfers).and_then(|()| transfers.finish());
        let rows = reading.done.rows;
        drop(reading);
        result.map_err(|error| (error, rows))
    });
    result.map_err(|(error, rows)| {
        let note = format!("read_transfers had read {rows} rows before");
        match error.value(py).call_method1("add_note", (note,)) {
            Ok(_) => error,
            Err(error) => error,
        }
    })
}

/// Read Data Transfer messages part by part, with bounded memory: for what is larger than
/// memory, or does not end.
///
/// The arguments are those of `read_transfers`. An error of the source is raised after
/// what came before it was given. Each part has a dictionary of device IDs of its own; so
/// has each record batch, where the scan is taken as an Arrow stream. Clauses: P-5.3, P-5.40
/// to P-5.43; JRC127600 Table 7.
///
/// >>> scan = scan_transfers([("vehicle-7", '{"data":[{"acquired":1622538000,"tfc":1.0}]}')])
/// >>> [len(transfers) for transfers in scan]
/// [1]
#[pyfunction]
#[pyo3(signature = (
    source, *, form = None, names = None, profile = Member(Profile::Tolerant),
    null_is_absent = false, values = None, devices = None, threads = None, progress = None,
    block_size = None,
))]
#[expect(clippy::too_many_arguments, reason = "Python's arguments have names")]
pub(crate) fn scan_transfers(
    source: SourceArgument<'_>,
    form: Option<FormArgument<'_>>,
    names: Option<NamesArgument<'_>>,
    profile: Member<Profile>,
    null_is_absent: bool,
    values: Option<ValuesArgument<'_>>,
    devices: Option<DevicesArgument<'_>>,
    threads: Option<i64>,
    progress: Option<ProgressArgument<'_>>,
    block_size: Option<i64>,
) -> PyResult<TransferScan> {
    let arguments = Arguments {
        form,
        names,
        profile: profile.0,
        null_is_absent,
        values,
        devices,
        threads,
        block_size,
    };
    let reading = Reading::start(&source, &arguments, progress.as_ref(), false)?;
    Ok(TransferScan::new(reading))
}
