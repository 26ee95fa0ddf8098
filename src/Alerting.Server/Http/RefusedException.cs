using Alerting.Reports;
using Alerting.Server.Json;

namespace Alerting.Server.Http;

/// <summary>A request is refused for what it says; <see cref="AnswerAsync"/> answers it as its fault.</summary>
/// <param name="status">Null: as <see cref="Problems.StatusOf"/> has it.</param>
internal sealed class RefusedException(Fault fault, int? status = null) : Exception(fault.Detail)
{
    public Fault Fault => fault;

    /// <param name="path">JSON path of the member, <c>$</c> for the body itself.</param>
    /// <param name="rule">What stands after the member's name.</param>
    public static RefusedException Invalid(string path, string rule) =>
        new(new Fault(FaultTypes.InvalidField, $"{JsonPath.Shown(path)} {rule}", path));

    /// <inheritdoc cref="Invalid"/>
    public static RefusedException Missing(string path, string rule = "is required") =>
        new(new Fault(FaultTypes.MissingField, $"{JsonPath.Shown(path)} {rule}", path));

    /// <summary>The filter of routes whose handlers throw it.</summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException refused)
        {
            return refused.Answer();
        }
    }

    /// <summary>The problem with its status.</summary>
    public IResult Answer() => Problems.Of(status ?? Problems.StatusOf(fault), fault);
}
