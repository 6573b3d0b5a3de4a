"""Runs on its own, in a process of its own: converts a plan to Microsoft's XML with mpxj, in a Java machine.

    python mpxj_process.py FORM CHARSET IN OUT

Exit status 3: mpxj or jpype1 is not installed. 4: no Java. 5: mpxj could not read the file; why is the last line of
standard error. Nothing of Zhike is imported, so that it runs under any Python that has mpxj.
"""

import sys
from importlib import import_module

NO_MPXJ, NO_JAVA, FAILED = 3, 4, 5
READERS = {
    "mpp": "org.mpxj.mpp.MPPReader",
    "mpx": "org.mpxj.mpx.MPXReader",
    "xer": "org.mpxj.primavera.PrimaveraXERFileReader",
    "pmxml": "org.mpxj.primavera.PrimaveraPMFileReader",
}
MEMORY = "-Xmx1g"


def main(form: str, charset: str, source: str, target: str) -> int:
    try:
        jpype = import_module("jpype")
        import_module("mpxj")  # puts its classes where the Java machine finds them
    except ImportError:
        return NO_MPXJ
    try:
        jpype.startJVM(MEMORY, "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-Xss8m")
    except Exception as problem:  # whatever jpype says, there is no Java to work with
        sys.stderr.write(f"{problem}\n")
        return NO_JAVA
    try:
        convert(jpype.JClass, form, charset, source, target)
    except Exception as problem:  # any error of Java arrives here, of whatever class
        sys.stderr.write("\n" + " ".join(str(problem).split())[:300] + "\n")
        return FAILED
    return 0


def convert(java_class, form, charset, source, target):  # type: ignore[no-untyped-def]
    reader = java_class(READERS[form])() if form in READERS else java_class("org.mpxj.reader.UniversalProjectReader")()
    if form == "xer":
        reader.setCharset(java_class("java.nio.charset.Charset").forName(charset))
    project = reader.read(source)
    if project is None:
        raise ValueError("the file is of no form mpxj knows")
    writer = java_class("org.mpxj.mspdi.MSPDIWriter")()
    writer.setWriteTimephasedData(True)
    writer.write(project, target)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
