package org.dahlquist.dataset;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The classes that the annotation of one image gives.
 *
 * @param presence for each class 1 present, 0 absent, {@link ImageEntry#DIFFICULT} if all its objects are difficult
 * @param hasUnknown whether an object is of a class that VOC does not have
 */
record VocAnnotation(byte[] presence, boolean hasUnknown) {
    /** Reads {@code annotation/object/{name,difficult}}; parts of objects are passed over. */
    static VocAnnotation read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        byte[] presence = new byte[VocSource.CLASSES.size()];
        boolean hasUnknown = false;
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("object")) {
                hasUnknown |= !addObject(xml, presence);
            }
        }
        return new VocAnnotation(presence, hasUnknown);
    }

    /** Marks the class of one object; false if it is unknown. */
    private static boolean addObject(XMLStreamReader xml, byte[] presence) throws XMLStreamException {
        String name = "";
        boolean difficult = false;
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT
                    && depth == 1
                    && xml.getLocalName().equals("name")) {
                name = xml.getElementText().strip();
            } else if (event == XMLStreamConstants.START_ELEMENT
                    && depth == 1
                    && xml.getLocalName().equals("difficult")) {
                difficult = xml.getElementText().strip().equals("1");
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
        int label = VocSource.CLASSES.indexOf(name);
        if (label >= 0 && presence[label] != 1) {
            presence[label] = difficult ? ImageEntry.DIFFICULT : 1;
        }
        return label >= 0;
    }
}
