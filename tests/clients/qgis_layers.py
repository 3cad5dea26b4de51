"""Opens layers as QGIS does, without a screen. usage: qgis_layers.py LAYER...; prints "count CRS" for each."""
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsVectorLayer  # noqa: E402

QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()
for uri in sys.argv[1:]:
    layer = QgsVectorLayer(uri, "layer", "ogr")
    with_geometry = sum(f.hasGeometry() for f in layer.getFeatures()) if layer.isValid() else -1
    print("%d %d %s" % (layer.featureCount() if layer.isValid() else -1, with_geometry, layer.crs().authid()))
sys.stdout.flush()
os._exit(0)  # its own end takes seconds
