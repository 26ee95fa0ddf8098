using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Alerting.Alerts;
using Alerting.Notifications.Cap;
using Xunit;

namespace Alerting.Notifications.Tests.Cap;

/// <summary>
/// The rules of the tests, and the schema of OASIS where <c>ALERTING_TEST_CAP_SCHEMA</c> names its file: the licence of that does not
/// plainly allow it to be part of a product.
/// </summary>
public sealed class CapSchemaTests
{
    private static string? Schema => Environment.GetEnvironmentVariable("ALERTING_TEST_CAP_SCHEMA");

    [Fact]
    public void All_documents_are_valid_by_the_schema_of_OASIS()
    {
        Assert.SkipUnless(Schema is not null, "ALERTING_TEST_CAP_SCHEMA names no file.");
        var schemas = new XmlSchemaSet();
        schemas.Add(CapDocuments.Namespace, Schema!);
        var documents = CapHarness.Documents(("Cap:SenderName", "Night desk"));

        foreach (var document in Samples(documents))
        {
            var faults = new List<string>();
            new XDocument(document).Validate(schemas, (_, fault) => faults.Add(fault.Message));
            Assert.Empty(faults);
        }
    }

    [Theory]
    [InlineData("sent", "2014-01-01T10:00:00Z")]
    [InlineData("sent", "2014-01-01T10:00:00.5-00:00")]
    [InlineData("sent", "2014-13-01T10:00:00-00:00")]
    [InlineData("status", "actual")]
    [InlineData("msgType", "Clear")]
    [InlineData("identifier", "a b")]
    [InlineData("urgency", "Soon")]
    [InlineData("polygon", "33,42 33,43 34,43 34,42")]
    [InlineData("polygon", "33,42 33,43 33,42")]
    [InlineData("polygon", "33,42 33,190 34,43 33,42")]
    [InlineData("language", "")]
    [InlineData("references", "a,b")]
    public void A_wrong_value_is_found(string name, string value)
    {
        var document = Samples(CapHarness.Documents()).Last();
        document.Descendants(CapRules.Cap + name).First().Value = value;

        Assert.NotEmpty(CapRules.Faults(document));
    }

    [Theory]
    [InlineData("identifier")]
    [InlineData("scope")]
    [InlineData("restriction")]
    [InlineData("references")]
    [InlineData("event")]
    [InlineData("certainty")]
    [InlineData("areaDesc")]
    [InlineData("valueName")]
    public void A_missing_element_is_found(string name)
    {
        var document = Samples(CapHarness.Documents()).Last();
        document.Descendants(CapRules.Cap + name).First().Remove();

        Assert.NotEmpty(CapRules.Faults(document));
    }

    [Theory]
    [InlineData("identifier")]
    [InlineData("category")]
    [InlineData("headline")]
    [InlineData("areaDesc")]
    public void An_element_out_of_order_is_found(string name)
    {
        var document = Samples(CapHarness.Documents()).Last();
        var element = document.Descendants(CapRules.Cap + name).First();
        var parent = element.Parent!;
        element.Remove();
        parent.Add(element);

        Assert.NotEmpty(CapRules.Faults(document));
    }

    private static IEnumerable<XElement> Samples(CapDocuments documents)
    {
        var chains = FoundingAlerts.Revisions.GroupBy(static revision => revision.AlertId).Select(static chain => chain.ToList());
        var end = AlertSample.Alert(2, revision: 2, change: AlertChange.Cancelled) with { Reason = "wire-a" };
        List<Alert> cancelled = [AlertSample.Alert(), end];
        return chains.Append(cancelled).SelectMany(chain => CapHarness.Write(documents, chain, CapHarness.Square));
    }
}
