"""The steps of an application from its draft to its end, each as somebody does it by hand."""
