"""The plan book: everything of a plan version that is not the money grid."""
