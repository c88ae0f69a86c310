using System.Text.Json;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>
/// The execution of one operation (6). All writing happens on one logical thread, the pump: resolvers are started in the
/// order of the document, and whatever is not ready leaves a <see cref="Hole"/>. Completed holes are written as they come.
/// </summary>
internal sealed partial class OperationRun : IDisposable
{
    private readonly RunBuffers buffers;
    private readonly RequestServices services;
    private object?[]?[] arguments = [];

    public OperationRun(OperationPlan plan, VariableValues variables, GraphEngine engine, RequestServices services, CancellationToken cancellation)
    {
        Plan = plan;
        Variables = variables;
        Engine = engine;
        this.services = services;
        Cancellation = cancellation;
        buffers = RunBuffers.Rent();
        Path = buffers.Path;
        Writer = buffers.Writer;
    }

    public OperationPlan Plan { get; }

    public VariableValues Variables { get; }

    public GraphEngine Engine { get; }

    public IServiceProvider Services => services.Provider;

    public CancellationToken Cancellation { get; }

    public ResultWriter Writer { get; }

    public List<GraphQLError>? Errors { get; private set; }

    /// <summary>Executes against the root value; when the task is done the result can be copied.</summary>
    public ValueTask Execute(object? root)
    {
        if (Plan.Operation.Node.Kind == Language.OperationKind.Mutation)
        {
            return ExecuteSerially(root);
        }

        Path.Clear();
        PushBoundary(0);
        var isWhole = WriteObject(Plan.Root, root);
        Finish(isWhole);
        return pending == 0 ? ValueTask.CompletedTask : Pump();
    }

    public ref object?[]? ArgumentsAt(int slot)
    {
        if (slot >= arguments.Length)
        {
            Array.Resize(ref arguments, Math.Max(slot + 1, Plan.Slots));
        }

        return ref arguments[slot];
    }

    public bool WriteObject(SelectionPlan selections, object? source)
    {
        Writer.WriteByte((byte)'{');
        foreach (var field in selections.Fields)
        {
            Writer.WriteRaw(field.KeyJson);
            Path.Push(field.Key);
            var isWritten = field.Binding.Write(this, field, source);
            Path.Pop();
            if (!isWritten)
            {
                return false;
            }
        }

        Writer.WriteByte((byte)'}');
        CheckSize();
        return true;
    }

    /// <summary>Records why a field has no value. Returns whether null may stand in its place, which is then written.</summary>
    public bool Fail(FieldPlan field, Exception failure, bool isNonNull)
    {
        AddError(Engine.Failures.ToError(failure, field, Path.ToList(), Cancellation));
        return Null(isNonNull);
    }

    /// <summary>A null result: allowed, or an error that goes upwards (6.4.4).</summary>
    public bool Null(FieldPlan field, bool isNonNull)
    {
        if (isNonNull)
        {
            AddError(new GraphQLError($"\"{field.Definition.Coordinate}\" must not be null, but is.", GraphQLErrorCodes.Internal)
            {
                Locations = field.Locations,
                Path = Path.ToList(),
            });
        }

        return Null(isNonNull);
    }

    /// <summary>Records an error of a value as a whole, not of a place in it.</summary>
    public void AddFailure(FieldPlan field, Exception failure) =>
        AddError(Engine.Failures.ToError(failure, field, Path.ToList(), Cancellation));

    public void CheckSize()
    {
        if (Writer.Position > Engine.Options.Limits.MaxResponseBytes)
        {
            throw new RefusalException(GraphQLErrorCodes.ListTooLong, "The response is larger than allowed.");
        }
    }

    public void Dispose()
    {
        // what is still outstanding after a failure may yet look at them: then they are not used again
        if (pending == 0)
        {
            RunBuffers.Return(buffers);
        }
    }

    private bool Null(bool isNonNull)
    {
        if (!isNonNull)
        {
            Writer.WriteNull();
        }

        return !isNonNull;
    }

    private void AddError(GraphQLError error) => (Errors ??= []).Add(error);
}
