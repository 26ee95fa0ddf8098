using System.Net;
using Alerting.Console.Subscriptions;
using Xunit;

namespace Alerting.Console.Tests.Subscriptions;

public sealed class DeliverySurveyTests
{
    [Fact]
    public async Task Those_with_dead_letters_or_disabled_are_found_and_how_far_it_is_is_told()
    {
        var server = new AnsweringHandler(static asked => (HttpStatusCode.OK, asked switch
        {
            "/api/v1/subscriptions?limit=500" =>
                $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 9).Select(i => View($"s-{i}", i != 7)))}}],"next":null}""",
            "/api/v1/subscriptions/s-2/deliveries?status=dead&limit=101" => $$"""{"items":[{{Dead}}],"next":null}""",
            _ => """{"items":[],"next":null}""",
        }));
        var survey = new DeliverySurvey(server.Client.Subscriptions);
        Assert.Null(survey.Total);
        var steps = new List<int>();
        await survey.RunAsync(() => steps.Add(survey.Looked), TestContext.Current.CancellationToken);
        Assert.Equal([("s-2", 1), ("s-7", 0)], survey.Troubled.Select(static each => (each.View.Id, each.Counts.DeadLetters)));
        Assert.Equal([0, 4, 8, 9], steps);
        Assert.Equal(9, survey.Total);
    }

    private const string Dead =
        """{"seq":1,"alertId":"IQ-AN.a.1","revision":1,"change":"raised","webhookId":"IQ-AN.a.1.1","status":"dead","attempts":10}""";

    private static string View(string id, bool isEnabled) =>
        $$"""
        {"id":"{{id}}","name":"{{id}}","regions":[],"minSeverity":"notice","thresholds":[],"changes":[],
         "channel":{"type":"webhook","url":"https://example.org"},"enabled":{{(isEnabled ? "true" : "false")}},"redact":[],
         "delivery":{"perStory":false} }
        """;
}
