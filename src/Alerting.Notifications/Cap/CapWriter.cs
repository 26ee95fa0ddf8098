using System.Globalization;
using System.Xml;
using Alerting.Alerts;
using Alerting.Notifications.Texts;
using Alerting.Reports;

namespace Alerting.Notifications.Cap;

/// <summary>Writes the elements of a document in the order of the schema (CAP 1.2, 3.4).</summary>
internal sealed class CapWriter(XmlWriter writer, Alert alert)
{
    public void Begin() => writer.WriteStartElement("alert", CapDocuments.Namespace);

    public void End() => writer.WriteEndElement();

    /// <summary>Writes an element; what XML cannot hold (1.0, 2.2) is left out of its text.</summary>
    public void Write(string name, string text) =>
        writer.WriteElementString(name, CapDocuments.Namespace, XmlCharacters.Of(text));

    /// <summary>Writes an element where there is something to write.</summary>
    public void WriteKnown(string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Write(name, text);
        }
    }

    public void WriteInfo(
        RenderedText text, DateTimeOffset sent, string? senderName, IReadOnlyList<IReadOnlyList<Location>> polygons)
    {
        writer.WriteStartElement("info", CapDocuments.Namespace);
        Write("language", text.Language.Code);
        Write("category", CapTerms.Category);
        Write("event", alert.Threshold.Name);
        WriteKnown("responseType", CapTerms.ResponseType(alert));
        Write("urgency", CapTerms.Urgency(alert));
        Write("severity", CapTerms.Severity(alert));
        Write("certainty", CapTerms.Certainty(alert));
        Write("expires", CapChain.Format(CapTerms.Expires(alert, sent)));
        WriteKnown("senderName", senderName);
        Write("headline", text.Title);
        Write("description", text.Text);
        WriteKnown("web", text.Link);
        WriteParameters();
        WriteArea(polygons);
        writer.WriteEndElement();
    }

    /// <summary>What CAP has no element for, by the names of the alert's JSON.</summary>
    private void WriteParameters()
    {
        var measure = alert.Measure;
        WriteParameter("alertId", alert.AlertId);
        WriteParameter("revision", Number(alert.Revision));
        WriteParameter("change", EnumNames.ToName(alert.Change));
        WriteParameter("severity", EnumNames.ToName(alert.Severity));
        WriteParameter("threshold", alert.Threshold.Id);
        WriteParameter("thresholdVersion", Number(alert.Threshold.Version));
        WriteParameter("measure", EnumNames.ToName(measure.Name));
        WriteParameter("value", MessageModel.Number(measure.Value));
        WriteParameter("certain", MessageModel.Number(measure.Certain));
        WriteParameter("atLeast", MessageModel.Number(measure.AtLeast));
        WriteParameter("window", measure.Window?.ToString());
        WriteParameter("from", measure.From is { } from ? Instants.Format(from) : null);
        WriteParameter("to", measure.To is { } to ? Instants.Format(to) : null);
        WriteParameter("evidenceCount", Number(alert.EvidenceCount));
        WriteParameter("townsCount", Number(alert.TownsCount));
    }

    private void WriteArea(IReadOnlyList<IReadOnlyList<Location>> polygons)
    {
        writer.WriteStartElement("area", CapDocuments.Namespace);
        Write("areaDesc", alert.Region.Name);
        foreach (var ring in polygons)
        {
            Write("polygon", string.Join(' ', ring.Select(static point =>
                string.Create(CultureInfo.InvariantCulture, $"{point.Lat:0.####},{point.Lon:0.####}"))));
        }

        WriteNamed("geocode", CapTerms.CodeOf(alert.Region.Code), alert.Region.Code);
        writer.WriteEndElement();
    }

    private void WriteParameter(string name, string? value)
    {
        if (value is not null)
        {
            WriteNamed("parameter", name, value);
        }
    }

    private void WriteNamed(string element, string name, string value)
    {
        writer.WriteStartElement(element, CapDocuments.Namespace);
        Write("valueName", name);
        Write("value", value);
        writer.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
