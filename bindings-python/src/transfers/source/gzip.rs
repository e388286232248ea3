//! The members of a gzip file, one after the other, and what may stand behind them.
//!
//! Tapes and `tar` fill up with zeros, and editors and `echo` add a line end: gzip(1) gives
//! what was compressed all the same. Whatever else is there is not passed over in silence.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::GzDecoder;

/// So much is read at once.
const PIECE: usize = 1 << 16;

/// What the members of a gzip file (RFC 1952 §2.2) hold.
pub(super) struct Members<R> {
    state: State<R>,
    /// What was read and belongs before everything else.
    before: Cursor<Vec<u8>>,
}

enum State<R> {
    Member(Box<GzDecoder<BufReader<R>>>),
    Between(BufReader<R>),
    Ended,
}

impl<R: Read> Members<R> {
    pub(super) fn new(source: R) -> Self {
        let source = BufReader::with_capacity(PIECE, source);
        Self {
            state: State::Member(Box::new(GzDecoder::new(source))),
            before: Cursor::default(),
        }
    }

    /// Gives these bytes again, the last that were read.
    pub(super) fn put_back(&mut self, bytes: Vec<u8>) {
        self.before = Cursor::new(bytes);
    }
}

/// The next member's first byte is next, or nothing is.
fn skip_padding(source: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let piece = source.fill_buf()?;
        let Some(first) = piece.first() else {
            return Ok(false);
        };
        let padding = |byte: &&u8| matches!(byte, 0 | b'\r' | b'\n');
        match piece.iter().take_while(padding).count() {
            0 if *first == 0x1f && piece.get(1).is_none_or(|next| *next == 0x8b) => {
                return Ok(true);
            }
            0 => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "expected zeros, a line end or another member behind the gzip data, \
                         found the byte 0x{first:02x}"
                    ),
                ));
            }
            length => source.consume(length),
        }
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        match self.before.read(buffer)? {
            0 => {}
            length => return Ok(length),
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Member(mut member) => {
                    let read = member.read(buffer);
                    self.state = match read {
                        Ok(0) => State::Between(member.into_inner()),
                        _ => State::Member(member),
                    };
                    if !matches!(read, Ok(0)) {
                        return read;
                    }
                }
                State::Between(mut source) => {
                    let more = skip_padding(&mut source);
                    match more {
                        Ok(true) => self.state = State::Member(Box::new(GzDecoder::new(source))),
                        Ok(false) => return Ok(0),
                        Err(error) => {
                            // It may only be interrupted.
                            self.state = State::Between(source);
                            return Err(error);
                        }
                    }
                }
                State::Ended => return Ok(0),
            }
        }
    }
}
