using System.Xml.Linq;
using Alerting.Alerts;
using Alerting.Notifications.Cap;
using Alerting.Notifications.Tests.Chats;
using Alerting.Reports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Notifications.Tests.Cap;

/// <summary>Documents as the product registers them.</summary>
internal static class CapHarness
{
    /// <summary>A boundary, as it may be.</summary>
    public static IReadOnlyList<IReadOnlyList<Location>> Square { get; } =
        [[new(33, 42), new(33, 43.00001), new(34.123456, 43), new(34, 42), new(33, 42)]];

    public static CapDocuments Documents(params IEnumerable<(string Name, string? Value)> settings)
    {
        Dictionary<string, string?> all = new() { ["Alerting:PublicUrl"] = ChannelHarness.PublicUrl };
        foreach (var (name, value) in settings)
        {
            all[$"Alerting:{name}"] = value;
        }

        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .AddNotifications()
            .BuildServiceProvider()
            .GetRequiredService<CapDocuments>();
    }

    public static CapChain Chain(params IEnumerable<Alert> revisions)
    {
        var chain = new CapChain();
        foreach (var revision in revisions)
        {
            chain.Add(revision.Revision, revision.UpdatedAt);
        }

        return chain;
    }

    /// <summary>The documents of all revisions of an alert.</summary>
    public static IReadOnlyList<XElement> Write(
        CapDocuments documents, IReadOnlyList<Alert> revisions, IReadOnlyList<IReadOnlyList<Location>>? polygons = null) =>
        [.. revisions.Select((alert, i) =>
            Read(documents.Write(alert, Chain(revisions.Take(i + 1)), polygons ?? [])))];

    public static XElement Read(byte[] document)
    {
        using var bytes = new MemoryStream(document);
        return XElement.Load(bytes);
    }
}
