using Alerting.Notifications;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Tests.Chats;
using Alerting.Notifications.Texts;
using Alerting.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Notifications.Tests.Texts;

/// <summary>Texts of a subscription's own: what is wrong is told where, and they can do no harm.</summary>
public sealed class TemplateTests
{
    private static readonly MessageTexts s_texts =
        new(Options.Create(new NotificationOptions()), TimeProvider.System, NullLogger<MessageTexts>.Instance);

    [Theory]
    [InlineData("{{ region.name")]
    [InlineData("fine\n{% if towns %}no end")]
    [InlineData("fine\n  {% nothing %}")]
    [InlineData("fine\n  {% capture x %}a{% endcapture %}")]
    [InlineData("{% include 'file' %}")]
    [InlineData("{% render 'file' %}")]
    [InlineData("a{% for i in (1..1000000000) %}{% endfor %}")]
    [InlineData("a{{ explanation | replace: 'a', explanation }}")]
    [InlineData("a{{ 'now' | date: '%Y' }}")]
    [InlineData("a{% for a in (1..9) %}{{ a }}{% endfor %}")]
    [InlineData("   ")]
    [InlineData("{{ unknown }}")]
    public void What_cannot_be_used_is_told_with_line_and_column(string template)
    {
        foreach (var (own, path) in new[]
        {
            (new MessageTemplate { Title = template }, "$.template.title"), (new MessageTemplate { Text = template }, "$.template.text"),
        })
        {
            var fault = s_texts.Check(own);
            Assert.NotNull(fault);
            Assert.Equal(path, fault.Path);
            Assert.Matches("line [1-9][0-9]*, column [1-9][0-9]*: .", fault.Detail);
        }
    }

    [Theory]
    [InlineData("fine\n  {% nothing %}", "line 2, column ")]
    [InlineData("a\nbc{{ towns | json }}", "line 2, column 14: there is no filter 'json'")]
    public void The_place_is_that_of_the_fault(string template, string place) =>
        Assert.Contains(place, s_texts.Check(new MessageTemplate { Text = template })!.Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("{% assign x = explanation %}{% for a in evidence %}{% for b in evidence %}{% for c in evidence %}{% for d in evidence %}"
        + "{% for e in evidence %}{% assign x = x | append: x %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{{ x }}")]
    [InlineData("{% for a in evidence %}{% for b in evidence %}{% for c in evidence %}{% for d in evidence %}{% for e in evidence %}"
        + "{% for f in evidence %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}x")]
    [InlineData("{% for a in evidence %}{% for b in evidence %}{% for c in evidence %}{{ explanation | append: explanation }}"
        + "{% endfor %}{% endfor %}{% endfor %}")]
    public void What_grows_without_bound_ends_and_the_built_in_text_is_told(string template)
    {
        var sample = AlertSample.Alert();
        var alert = sample with
        {
            Explanation = new string('x', 10_000),
            Evidence = [.. Enumerable.Repeat(sample.Evidence[0], 50)],
        };
        var message = ChannelHarness.Message(alert) with { Template = new MessageTemplate { Text = template, Title = "Own" } };
        var start = TimeProvider.System.GetTimestamp();
        var text = s_texts.Render(message, "fr");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.StartsWith("Al Anbār : localités 4 (seuil 3) en 2 h.", text.Text, StringComparison.Ordinal);
        Assert.Equal("Own", text.Title);
    }

    [Fact]
    public void Own_texts_see_the_alert_and_no_more()
    {
        var template = new MessageTemplate
        {
            Title = "{{ severity | upcase }} {{ region.code }}\n second line",
            Text = "{% for item in evidence %}{{ item.town }}/{{ item.sources | join: '+' }}{% endfor %}"
                + "{{ channel.secret }}{{ secret }}{{ receipt }}",
        };
        Assert.Null(s_texts.Check(template));
        var text = s_texts.Render(ChannelHarness.Message() with { Template = template, Receipt = "7" }, null);
        Assert.Equal(("CRITICAL IQ-AN second line", "Ramadi/wire-a+stringer-1"), (text.Title, text.Text));
        var test = s_texts.Render(AlertNotification.Test("desk", AlertSample.Start) with { Template = template }, null);
        Assert.Equal("[TEST] NOTICE XX second line", test.Title);
    }

    [Theory]
    [InlineData("abc", 3, null, "abc")]
    [InlineData("abcd", 3, null, "ab…")]
    [InlineData("ab👩‍👩‍👧cd", 6, null, "ab…")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 20, "http://x", "abcdefghij…\nhttp://x")]
    public void Texts_are_cut_between_characters(string text, int max, string? whole, string expected) =>
        Assert.Equal(expected, TextLimit.Cut(text, max, whole));
}
