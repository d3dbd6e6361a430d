"""Renderers of vector tiles in Leaflet beside ours, for decision 006."""
