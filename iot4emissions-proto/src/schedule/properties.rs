//! Properties of schedules against a reference that walks days and compares
//! every field, and shares nothing with the library but the text.
