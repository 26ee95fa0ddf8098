using System.Globalization;
using System.Text;
using System.Xml;
using Alerting.Alerts;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Reports;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Cap;

/// <summary>
/// Revisions of alerts as documents of the Common Alerting Protocol 1.2 (OASIS CAP-v1.2-os), in all languages of messages and in
/// their words. Who acknowledged an alert they do not say: they are made to be passed on. Safe for concurrent use.
/// </summary>
public sealed class CapDocuments
{
    /// <summary>Media type of a document (IANA).</summary>
    public const string ContentType = "application/cap+xml";

    /// <summary>Namespace of version 1.2.</summary>
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>A headline has at most as many characters (CAP 1.2, 3.2.2).</summary>
    private const int MaxHeadline = 160;

    /// <summary>English first: receivers that know no other language take the first.</summary>
    private static readonly string[] s_languages =
        [Languages.English.Code, .. Languages.Codes.Where(static code => code != Languages.English.Code)];

    private readonly CapOptions _options;
    private readonly MessageTexts _texts;

    internal CapDocuments(IOptions<CapOptions> options, IOptions<NotificationOptions> notifications, MessageTexts texts)
    {
        (_options, _texts) = (options.Value, texts);
        Sender = !string.IsNullOrEmpty(_options.Sender) ? _options.Sender
            : Uri.TryCreate(notifications.Value.PublicUrl, UriKind.Absolute, out var url) ? url.IdnHost
            : "alerting";
    }

    /// <summary>UTF-8 without a byte order mark.</summary>
    internal static XmlWriterSettings Settings { get; } =
        new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n" };

    /// <summary>Names this installation.</summary>
    public string Sender { get; }

    /// <summary>The sender as people know it.</summary>
    internal string SenderName => string.IsNullOrEmpty(_options.SenderName) ? Sender : _options.SenderName;

    internal string Status => _options.Status.ToString();

    /// <summary>Names the document of a revision among all of the sender: without spaces, commas, &lt; and &amp;.</summary>
    internal static string IdentifierOf(string alertId, int revision) =>
        string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(alertId)}.{revision}");

    /// <summary>Writes the document of a revision, in UTF-8.</summary>
    /// <param name="alert">The revision.</param>
    /// <param name="chain">The chain of its alert up to it.</param>
    /// <param name="polygons">Closed rings of its region; none where its boundary is not known.</param>
    public byte[] Write(Alert alert, CapChain chain, IReadOnlyList<IReadOnlyList<Location>> polygons)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(polygons);
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Settings))
        {
            var document = new CapWriter(writer, alert);
            document.Begin();
            WriteHeader(document, alert, chain);
            foreach (var code in s_languages)
            {
                document.WriteInfo(TextOf(alert, code), chain.Sent, _options.SenderName, polygons);
            }

            document.End();
        }

        return bytes.ToArray();
    }

    /// <summary>A revision in the words of messages that are sent of it.</summary>
    /// <param name="language">A code of <see cref="Languages"/>; null: English.</param>
    internal RenderedText TextOf(Alert alert, string? language)
    {
        var text = _texts.Render(AlertNotification.Of(alert with { Acknowledged = null }, Sender), language);
        return text with { Title = TextLimit.Cut(text.Title, MaxHeadline) };
    }

    private void WriteHeader(CapWriter document, Alert alert, CapChain chain)
    {
        document.Write("identifier", IdentifierOf(alert.AlertId, alert.Revision));
        document.Write("sender", Sender);
        document.Write("sent", CapChain.Format(chain.Sent));
        document.Write("status", Status);
        document.Write("msgType", CapTerms.MessageType(alert));
        document.Write("scope", _options.Scope.ToString());
        if (_options.Scope == CapScope.Restricted)
        {
            document.Write("restriction", _options.Restriction);
        }

        // Of an exercise a note is to say which (CAP 1.2, 3.2.1); of other documents it says why an alert ended.
        document.WriteKnown("note", _options.Status == CapStatus.Exercise ? SenderName : alert.Reason);
        if (chain.Earlier.Count > 0)
        {
            document.Write("references", string.Join(' ', chain.Earlier.Select(earlier =>
                $"{Sender},{IdentifierOf(alert.AlertId, earlier.Revision)},{CapChain.Format(earlier.Sent)}")));
        }
    }
}
