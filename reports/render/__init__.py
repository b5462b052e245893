"""Four faces of one snapshot. Each takes a snapshot and gives bytes, the same for the same.

tables      tables.json, for programs
page        a web page that a committee can read and a screen reader can speak
charts      the page's drawings, each beside its table, sentence and count
word        a Word document
drawn       its drawings
workbook    one sheet a table, and what the words mean
zips        a document of several files, packed the same way each time
"""
