using System.Globalization;
using System.ServiceModel.Syndication;
using System.Xml;
using Alerting.Alerts;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Cap;

/// <summary>
/// An Atom feed (RFC 4287) of documents, for whoever polls: an entry a revision, which leads to its document and says in elements of
/// CAP what receivers choose by, the newest first.
/// </summary>
public sealed class CapFeed
{
    /// <summary>Media type of a feed.</summary>
    public const string ContentType = "application/atom+xml";

    /// <summary>At most this many revisions are looked at for a feed.</summary>
    public const int MaxEntries = 200;

    private const string Title = "Alerts";

    private readonly CapDocuments _documents;
    private readonly Uri _self;
    private readonly string? _language;
    private readonly List<SyndicationItem> _items = [];

    /// <summary>A feed without entries.</summary>
    /// <param name="documents">To whose documents it leads.</param>
    /// <param name="self">Its own address, absolute; those of documents are relative to its root.</param>
    /// <param name="language">In which entries are written; null: English.</param>
    public CapFeed(CapDocuments documents, Uri self, string? language)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(self);
        (_documents, _self, _language) = (documents, self, language);
    }

    /// <summary>The languages that a feed can be written in.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Texts.Languages.Codes];

    /// <summary>
    /// Whether a revision is news to whoever polls: an act of a desk changes no fact. Its document is there all the same, and later
    /// ones refer to it.
    /// </summary>
    public static bool IsNews(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.Change is AlertChange.Raised or AlertChange.Updated or AlertChange.Cleared or AlertChange.Cancelled;
    }

    /// <summary>Adds an entry, newer than those added before it.</summary>
    /// <param name="alert">A revision.</param>
    /// <param name="document">Address of its document, absolute.</param>
    public void Add(Alert alert, Uri document)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var text = _documents.TextOf(alert, _language);
        var identifier = CapDocuments.IdentifierOf(alert.AlertId, alert.Revision);
        var item = new SyndicationItem
        {
            Id = string.Create(
                CultureInfo.InvariantCulture, $"tag:{_documents.Sender},{alert.RaisedAt.UtcDateTime:yyyy-MM-dd}:{identifier}"),
            Title = Plain(text.Title),
            Summary = Plain(text.Text),
            LastUpdatedTime = alert.UpdatedAt,
        };
        item.Links.Add(new SyndicationLink(document, "alternate", null, CapDocuments.ContentType, 0));
        Extend(item, "identifier", identifier);
        Extend(item, "status", _documents.Status);
        Extend(item, "msgType", CapTerms.MessageType(alert));
        Extend(item, "event", alert.Threshold.Name);
        Extend(item, "urgency", CapTerms.Urgency(alert));
        Extend(item, "severity", CapTerms.Severity(alert));
        Extend(item, "certainty", CapTerms.Certainty(alert));
        Extend(item, "areaDesc", alert.Region.Name);
        _items.Add(item);
    }

    /// <summary>The feed, in UTF-8; the same entries give the same bytes.</summary>
    public byte[] Write()
    {
        var feed = new SyndicationFeed(Enumerable.Reverse(_items))
        {
            Id = _self.AbsoluteUri,
            Title = Plain(Title),
            Language = _language ?? Texts.Languages.English.Code,

            // A feed that has nothing to tell has not changed since the beginning of time as computers count it.
            LastUpdatedTime = _items.Count == 0 ? DateTimeOffset.UnixEpoch : _items.Max(static item => item.LastUpdatedTime),
        };
        feed.Authors.Add(new SyndicationPerson(null, XmlCharacters.Of(_documents.SenderName), null));
        feed.Links.Add(SyndicationLink.CreateSelfLink(_self, ContentType));
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, CapDocuments.Settings))
        {
            new Atom10FeedFormatter(feed).WriteTo(writer);
        }

        return bytes.ToArray();
    }

    private static TextSyndicationContent Plain(string text) => new(XmlCharacters.Of(text), TextSyndicationContentKind.Plaintext);

    private static void Extend(SyndicationItem item, string name, string value) =>
        item.ElementExtensions.Add(name, CapDocuments.Namespace, XmlCharacters.Of(value));
}
