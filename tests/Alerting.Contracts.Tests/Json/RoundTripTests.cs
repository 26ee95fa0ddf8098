using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Alerting.Json;
using Xunit;

namespace Alerting.Contracts.Tests.Json;

/// <summary>What is read of any type of the contract is written again, and what must not stand in it is refused.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Objects => WireTypes.Objects;

    public static TheoryData<string> Bodies => WireTypes.Bodies;

    [Theory, MemberData(nameof(Objects))]
    public void Every_member_that_is_read_is_written(string type)
    {
        var info = WireTypes.Of(type);
        Assert.All([true, false], flag =>
        {
            var sample = Sample.Full(info, flag);
            AssertSame(sample, Again(type, sample));
        });
    }

    [Theory, MemberData(nameof(Objects))]
    public void What_may_be_null_is_read_as_null_and_written_as_null_or_not_at_all(string type)
    {
        var sample = Sample.Bare(WireTypes.Of(type));
        AssertSame(sample, Again(type, sample));
    }

    [Theory, MemberData(nameof(Objects))]
    public void What_must_be_there_is_refused_when_it_is_left_out(string type)
    {
        var info = WireTypes.Of(type);
        Assert.All(WireTypes.Members(info).Where(static property => property.IsRequired), property =>
        {
            var sample = Sample.Full(info);
            sample.Remove(property.Name);
            Assert.Throws<JsonException>(() => Again(type, sample));
        });
    }

    [Theory, MemberData(nameof(Objects))]
    public void What_must_not_be_null_is_refused_when_it_is(string type)
    {
        var info = WireTypes.Of(type);
        var never =
            WireTypes.Members(info).Where(static property => property.PropertyType != typeof(object) && !Sample.MayBeNull(property));
        Assert.All(never, property =>
        {
            var sample = Sample.Full(info);
            sample[property.Name] = null;
            Assert.Throws<JsonException>(() => Again(type, sample));
        });
    }

    [Theory, MemberData(nameof(Objects))]
    public void A_member_that_is_stated_twice_is_refused(string type)
    {
        var sample = Sample.Full(WireTypes.Of(type));
        var (name, value) = (sample.First().Key, sample.First().Value!.ToJsonString());
        var twice = $$"""{"{{name}}":{{value}},{{sample.ToJsonString()[1..]}}""";
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(twice, WireTypes.Of(type)));
    }

    [Theory, MemberData(nameof(Objects))]
    public void An_unknown_member_is_refused_in_bodies_and_passed_over_in_answers(string type)
    {
        var info = WireTypes.Of(type);
        var sample = Sample.Full(info);
        sample["fromANewerVersion"] = 1;
        if (info.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
        {
            Assert.Throws<JsonException>(() => Again(type, sample));
            return;
        }

        var read = Again(type, sample);
        sample.Remove("fromANewerVersion");
        AssertSame(sample, read);
    }

    [Theory, MemberData(nameof(Bodies))]
    public void Bodies_refuse_unknown_members(string type) =>
        Assert.Equal(JsonUnmappedMemberHandling.Disallow, WireTypes.Of(type).UnmappedMemberHandling);

    [Theory, MemberData(nameof(Bodies))]
    public void Requests_leave_out_what_is_null(string type)
    {
        var info = WireTypes.Of(type);
        var body = JsonSerializer.Deserialize(Sample.Bare(info), info);
        var sent = JsonSerializer.SerializeToNode(body, ApiJson.Requests.GetTypeInfo(info.Type)!)!.AsObject();
        Assert.All(sent, static member => Assert.NotNull(member.Value));
    }

    [Fact]
    public void The_members_that_are_not_read_are_known() => Assert.Equal(["links", "outcome"], WireTypes.Derived);

    [Fact]
    public void The_types_of_the_contract_are_found()
    {
        var found = Objects.Select(static row => row.Data).ToList();
        Assert.All(["Alerting.Alerts.Alert", "Alerting.Reports.ReportBody", "Alerting.Problem"], type => Assert.Contains(type, found));
        Assert.Contains("Alerting.Thresholds.ThresholdBody", Bodies.Select(static row => row.Data));
    }

    private static JsonObject Again(string type, JsonObject sample)
    {
        var info = WireTypes.Of(type);
        return JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(sample, info), info)!.AsObject();
    }

    private static void AssertSame(JsonObject expected, JsonObject actual) =>
        Assert.Equal(WithoutNulls(expected).ToJsonString(), WithoutNulls(actual).ToJsonString());

    /// <summary>With members by name, for the order of members says nothing.</summary>
    private static JsonNode WithoutNulls(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(static member => member.Value is not null && !WireTypes.Derived.Contains(member.Key))
            .OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => KeyValuePair.Create(member.Key, (JsonNode?)WithoutNulls(member.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(static item => item is null ? null : WithoutNulls(item))]),
        _ => node.DeepClone(),
    };
}
