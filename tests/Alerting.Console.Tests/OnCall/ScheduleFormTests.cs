using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Console.OnCall;
using Alerting.Console.Shown.Forms;
using Alerting.Json;
using Xunit;
using static Alerting.Console.Tests.OnCall.OnCallSamples;

namespace Alerting.Console.Tests.OnCall;

public sealed class ScheduleFormTests
{
    /// <summary>A put replaces the whole: what the form does not know would be lost with each change of something else.</summary>
    [Fact]
    public void What_is_not_changed_is_put_as_it_was_wherever_the_viewer_lives()
    {
        var reader = new FormReader();
        var put = JsonSerializer.SerializeToNode(ScheduleForm.Of(Schedule(), Berlin).ToBody(reader), ApiJson.Wire.ScheduleBody)!;
        var present = JsonSerializer.SerializeToNode(Schedule(), ApiJson.Wire.ScheduleView)!;
        Assert.Empty(reader.Faults);
        foreach (var name in new[] { "timeZone", "layers", "overrides", "regions" })
        {
            Assert.True(JsonNode.DeepEquals(present[name], put[name]), $"{name} is put as {put[name]} and not {present[name]}.");
        }
    }

    [Fact]
    public void Turns_begin_by_the_clock_of_the_schedule_and_overrides_by_that_of_the_viewer()
    {
        var form = ScheduleForm.New(At("2026-03-27T09:00:30Z"), Berlin);
        form.TimeZone = "Asia/Baghdad";
        form.Layers[0].Contacts.Add("ann");
        form.Layers[0].Shift = "12 hours";
        form.Layers[0].Between = " 20:00 - 08:00 ";
        form.Overrides.Add(new OverrideForm
        {
            Contact = "bob",
            From = new DateTime(2026, 3, 28, 12, 0, 0),
            To = new DateTime(2026, 3, 28, 18, 0, 0),
        });
        var reader = new FormReader();
        var body = form.ToBody(reader);
        Assert.Empty(reader.Faults);
        Assert.Equal(At("2026-03-26T21:00:00Z"), body.Layers[0].StartsAt);
        Assert.Equal(TimeSpan.FromHours(12), body.Layers[0].Shift.Value);
        Assert.Equal("20:00-08:00", body.Layers[0].Between);
        Assert.Equal(At("2026-03-28T11:00:00Z"), body.Overrides![0].From);
    }

    [Fact]
    public void What_is_missing_or_cannot_be_read_is_said_at_its_field()
    {
        var form = ScheduleForm.New(At("2026-03-27T09:00:30Z"), Berlin);
        form.TimeZone = "Mars/Olympus";
        form.Layers[0].Shift = "long";
        form.Layers.Add(new LayerForm { Shift = "" });
        form.Overrides.Add(new OverrideForm());
        var reader = new FormReader();
        form.ToBody(reader);
        Assert.Equal(
            [
                "$.timeZone", "$.layers[0].contacts", "$.layers[0].shift", "$.layers[1].contacts", "$.layers[1].startsAt",
                "$.layers[1].shift", "$.overrides[0].contact", "$.overrides[0].from", "$.overrides[0].to",
            ],
            reader.Faults.Select(static fault => fault.Path));
    }

    [Theory]
    [InlineData(0, "Ann, bob in turns of 7 days, since 23 Mar 2026 00:00")]
    [InlineData(1, "chief, 20:00 to 08:00 each day, since 23 Mar 2026 00:00")]
    public void A_layer_is_said_in_words_with_the_names_that_are_known(int layer, string words) => Assert.Equal(
        words,
        ScheduleWords.Of(Schedule().Layers[layer], new Dictionary<string, string> { ["ann"] = "Ann" }, Schedule().TimeZone));

    [Fact]
    public void A_contact_is_put_as_it_was_and_its_secrets_stay()
    {
        var put = JsonSerializer.SerializeToNode(ContactForm.Of(Contact()).ToBody(), ApiJson.Wire.ContactBody)!;
        var present = JsonSerializer.SerializeToNode(Contact(), ApiJson.Wire.ContactView)!;
        Assert.Null(put["channels"]![0]!["secret"]);
        foreach (var (name, member) in present["channels"]!.AsArray().SelectMany(static channel => channel!.AsObject()))
        {
            Assert.Contains(
                put["channels"]!.AsArray(), channel => JsonNode.DeepEquals(member, channel![name]));
        }

        Assert.Equal(present["regions"]!.ToJsonString(), put["regions"]!.ToJsonString());
        Assert.Equal("Ann", put["name"]!.GetValue<string>());
    }
}
