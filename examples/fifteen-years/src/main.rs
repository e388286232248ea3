//! Plays a fleet's fifteen years, one device's, or the table of situations.

// What the program says, it says to a person at a terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use fifteen_years::{Report, Situations, play, play_one};

const USAGE: &str = "usage: fifteen-years [--devices N] [--seed N] [--threads N] [--only DEVICE]
       fifteen-years situations";

struct Arguments {
    devices: u32,
    seed: u64,
    threads: usize,
    only: Option<u32>,
}

fn arguments() -> Option<Arguments> {
    let threads = std::thread::available_parallelism();
    let mut arguments = Arguments {
        devices: 10_000,
        seed: 1,
        threads: threads.map_or(1, usize::from),
        only: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--devices" => arguments.devices = value.parse().ok()?,
            "--seed" => arguments.seed = value.parse().ok()?,
            "--threads" => arguments.threads = value.parse().ok()?,
            "--only" => arguments.only = Some(value.parse().ok()?),
            _ => return None,
        }
    }
    Some(arguments)
}

/// Says on standard error how far it is, where it is a terminal or each tenth.
fn say_progress(done: u32, all: u32) {
    let step = (all / 50).max(1);
    if done.is_multiple_of(step) || done == all {
        let filled = (done * 40 / all.max(1)) as usize;
        eprint!("\r[{:<40}] {done} of {all}", "#".repeat(filled));
    }
    if done == all {
        eprintln!();
    }
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("situations") {
        print!("{}", Situations::measured());
        return ExitCode::SUCCESS;
    }
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let Arguments {
        devices,
        seed,
        threads,
        only,
    } = arguments;
    let outcomes = match only {
        Some(device) => vec![play_one(seed, device)],
        None => play(seed, devices, threads, |done| say_progress(done, devices)),
    };
    let report = Report::new(seed, outcomes);
    print!("{report}");
    match report.holds() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
