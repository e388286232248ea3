//! The parameters of a function.

use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::impl_::extract_argument::{
    self as original, KeywordOnlyParameterDescription, VarargsHandler, VarkeywordsHandler,
};
use pyo3::prelude::*;

/// What PyO3 says of a keyword that is no parameter, before the keyword itself.
const UNEXPECTED: &str = " got an unexpected keyword argument";

/// PyO3's description of a function's parameters, in its place.
pub struct FunctionDescription(original::FunctionDescription);

impl FunctionDescription {
    /// As PyO3's macros call it.
    pub const fn new(
        cls_name: Option<&'static str>,
        func_name: &'static str,
        positional_parameter_names: &'static [&'static str],
        positional_only_parameters: usize,
        required_positional_parameters: usize,
        keyword_only_parameters: &'static [KeywordOnlyParameterDescription],
    ) -> Self {
        Self(original::FunctionDescription::new(
            cls_name,
            func_name,
            positional_parameter_names,
            positional_only_parameters,
            required_positional_parameters,
            keyword_only_parameters,
        ))
    }

    /// As PyO3's macros call it.
    ///
    /// # Safety
    /// That of PyO3's own.
    pub unsafe fn extract_arguments_fastcall<'py, V, K>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: ffi::Py_ssize_t,
        kwnames: *mut ffi::PyObject,
        output: &mut [Option<Borrowed<'py, 'py, PyAny>>],
    ) -> PyResult<(V::Varargs, K::Varkeywords)>
    where
        V: VarargsHandler<'py>,
        K: VarkeywordsHandler<'py>,
    {
        // SAFETY: the caller promises what PyO3 asks for.
        let extracted = unsafe {
            self.0
                .extract_arguments_fastcall::<V, K>(py, args, nargs, kwnames, output)
        };
        extracted.map_err(|error| self.without_name(py, error))
    }

    /// As PyO3's macros call it.
    ///
    /// # Safety
    /// That of PyO3's own.
    pub unsafe fn extract_arguments_tuple_dict<'py, V, K>(
        &self,
        py: Python<'py>,
        args: *mut ffi::PyObject,
        kwargs: *mut ffi::PyObject,
        output: &mut [Option<Borrowed<'py, 'py, PyAny>>],
    ) -> PyResult<(V::Varargs, K::Varkeywords)>
    where
        V: VarargsHandler<'py>,
        K: VarkeywordsHandler<'py>,
    {
        // SAFETY: the caller promises what PyO3 asks for.
        let extracted = unsafe {
            self.0
                .extract_arguments_tuple_dict::<V, K>(py, args, kwargs, output)
        };
        extracted.map_err(|error| self.without_name(py, error))
    }

    /// The same error, where it names what was passed, with what could have been in its place.
    #[cold]
    fn without_name(&self, py: Python<'_>, error: PyErr) -> PyErr {
        let text = error.value(py).to_string();
        let Some((function, _)) = text.split_once(UNEXPECTED) else {
            return error;
        };
        let keyword_only = self.0.keyword_only_parameters.iter();
        let positional = self.0.positional_parameter_names.iter();
        let names: Vec<_> = positional
            .skip(self.0.positional_only_parameters)
            .copied()
            .chain(keyword_only.map(|parameter| parameter.name))
            .collect();
        let expected = match &names[..] {
            [] => "none".to_owned(),
            names => names.join(", "),
        };
        PyTypeError::new_err(format!("{function}{UNEXPECTED}, expected {expected}"))
    }
}
