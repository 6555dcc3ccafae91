"""A VBA project as oletools reads it: a program that had no part in writing it."""

import warnings


def modules_of(project):
    """Return the sources of a vbaProject.bin by module, with the line ends of VBA."""
    with warnings.catch_warnings():
        # oletools calls pyparsing by names that pyparsing is giving up; neither is ours to change.
        warnings.simplefilter("ignore", DeprecationWarning)
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser("vbaProject.bin", data=project)
        found = {name.partition(".")[0]: code for _, _, name, code in parser.extract_macros()}
        parser.close()
    return found
