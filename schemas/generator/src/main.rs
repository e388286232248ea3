//! Writes everything in `schemas/`.

// What the program says, it says to a person at a terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fs;
use std::process::ExitCode;

fn main() -> ExitCode {
    match write() {
        Ok(count) => {
            println!("{count} files written");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write() -> Result<usize, Box<dyn std::error::Error>> {
    let files = schemas::files()?;
    for file in &files {
        let path = schemas::folder().join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &file.text)?;
    }
    Ok(files.len())
}
